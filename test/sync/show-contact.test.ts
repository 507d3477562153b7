import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

describeOdoo('what is known of one person', (odoo) => {
  it('B44: both sides, and what the next runs would do', async () => {
    await using world = await openWorld(odoo);
    const email = 'ana@known-farm.com';
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email, tags: ['VIP'] });
    const customer = await world.odoo.create('res.partner', { name: 'Ana', email });
    await world.exportContacts();
    await world.odoo.write('mailing.contact', [id], { name: 'Eva Sousa' });

    const report = await world.bridge.showContact(`Ana <${email.toUpperCase()}>`);

    expect(report).toMatchObject({
      email,
      blacklisted: false,
      contacts: [{ id, name: 'Eva Sousa', tags: ['VIP'] }],
      customers: [{ id: customer, name: 'Ana' }],
    });
    const [audience] = report.audiences;
    expect(audience).toMatchObject({
      id: world.audienceId,
      member: { status: 'subscribed', tags: ['VIP'], merge_fields: { FNAME: 'Ana' } },
      subscription: { opt_out: false, opt_out_date: null },
      last_error: null,
      refused: [],
    });
    expect(audience?.pushed_at).toMatch(/^\d{4}-/u);
    expect(audience?.next).toContainEqual(expect.stringMatching(/^export: update: FNAME Ana → Eva/u));
    expect((await world.mailchimp.member(email))?.merge_fields.FNAME).toBe('Ana');
  });

  it('B27, B44: what MailChimp has refused, in its words, and that it is not tried again', async () => {
    await using world = await openWorld(odoo);
    const id = await world.odoo.hasContact({ name: 'Fake', email: 'fake@example.com' });
    await world.exportContacts();

    const [audience] = (await world.bridge.showContact('fake@example.com')).audiences;

    expect(audience?.member).toBeNull();
    expect(audience?.refused).toMatchObject([
      { model: 'mailing.contact', id, code: 'mailchimp.looks_fake', attempts: 1, retry_at: null },
    ]);
    expect(audience?.refused[0]?.message).toContain('looks fake or invalid');
    expect(audience?.next).toEqual([expect.stringContaining('looks fake or invalid')]);
  });

  it('B44: a stranger, and what is no address', async () => {
    await using world = await openWorld(odoo);

    expect(await world.bridge.showContact('stranger@known-farm.com')).toMatchObject({
      contacts: [],
      customers: [],
      audiences: [{ member: null, subscription: null, next: [] }],
    });
    await expect(world.bridge.showContact('no address')).rejects.toMatchObject({ code: 'usage.email' });
  });

  it('B18: pending is who is on the mailing list and was never exported, with or without an address', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ name: 'Done', email: 'done@known-farm.com' });
    await world.exportContacts();
    await world.odoo.hasContact({ name: 'New', email: 'new@known-farm.com' });
    await world.odoo.hasContact({ name: 'Broken', email: 'no address' });
    await world.odoo.create('mailing.contact', { name: 'Elsewhere', email: 'elsewhere@known-farm.com' });

    const pending = await world.bridge.pendingContacts({ audiences: [] });

    expect(pending.map(({ name }) => name)).toEqual(['New', 'Broken']);
    const run = await world.exportContacts({ selection: { by: 'pending' } });
    expect(run.totals).toMatchObject({ created: 1, failed: 1 });
    expect(run.failures).toMatchObject([{ name: 'Broken', code: 'export.bad_address' }]);
    const after = await world.bridge.pendingContacts({ audiences: [] });
    expect(after.map(({ name }) => name)).toEqual(['Broken']);
  });
});
