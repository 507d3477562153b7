import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

describeOdoo('Addresses as people typed them', (odoo) => {
  it.each(['two@@firma.pt', 'two@.x@firma.pt', 'x y@firma.pt', 'ana@a.pt, rui@a.pt'])(
    'B55: %s is nobody’s address, and the failure says what stands in the field',
    async (email) => {
      await using world = await openWorld(odoo);
      const id = await world.odoo.hasContact({ name: 'Ana Sousa', email });

      const run = await world.exportContacts();

      expect(run.totals).toMatchObject({ created: 0, failed: 1 });
      expect(run.failures).toEqual([expect.objectContaining({ id, code: 'export.bad_address' })]);
      expect(run.failures[0]?.description).toContain(email);
      expect(await world.mailchimp.count()).toBe(0);
    },
  );

  it('B55: such a field is not overwritten, and its opt-out counts', async () => {
    await using world = await openWorld(odoo);
    const id = await world.odoo.hasContact({ email: 'x y@firma.pt', optOut: true });
    const [keyed] = await world.odoo.search('mailing.contact', [['id', '=', id]], ['email_normalized']);
    // Odoo 14 makes another address of it than 19.
    const address = String(keyed?.email_normalized);
    await world.mailchimp.has({ email_address: address, status: 'subscribed' });

    await world.sync();
    await world.mailchimp.persona(address, 'change_email', { new_email: 'z@firma.pt' });
    await world.sync();

    const [kept] = await world.odoo.search('mailing.contact', [['id', '=', id]], ['email']);
    expect(kept?.email).toBe('x y@firma.pt');
    expect((await world.mailchimp.member('z@firma.pt'))?.status).toBe('unsubscribed');
  });

  it('B55: a local part that isn’t ASCII is the same person in any case', async () => {
    await using world = await openWorld(odoo);
    const email = 'Jürgen@firma-berlin.de';
    const id = await world.odoo.hasContact({ email, optOut: true });
    await world.mailchimp.has({ email_address: 'jürgen@firma-berlin.de', status: 'subscribed' });

    await world.sync();

    const contacts = await world.odoo.search(
      'mailing.contact',
      [['email', 'ilike', 'rgen@firma-berlin']],
      ['id'],
    );
    expect(contacts.map((contact) => contact.id)).toEqual([id]);
    expect((await world.mailchimp.member('jürgen@firma-berlin.de'))?.status).toBe('unsubscribed');
  });
});
