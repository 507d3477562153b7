import { describe, expect, it } from '@jest/globals';
import { addonDefinition } from '../../../src/addon/definition/addon-definition.js';
import { eventRegistration } from '../../../src/objects/event-registration/event-registration.js';
import { mailingContact } from '../../../src/objects/mailing-contact/mailing-contact.js';
import { partner } from '../../../src/objects/partner/partner.js';
import { factsOf19 } from '../../addon/definition/some-facts.js';
import { describeOdoo, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld, type World } from '../../support/world/open-world.js';

const names = { FNAME: 'name.first', LNAME: 'name.last' };
const model = 'event.registration';

const chosen = (world: World, ...ids: number[]) => ({
  ...{ model, selection: { by: 'ids' as const, ids } },
  audiences: [world.audienceId],
});

async function hasRegistration(world: World, email: string, more: object = {}): Promise<number> {
  const dates = { date_begin: '2030-01-01 08:00:00', date_end: '2030-01-01 18:00:00' };
  const event_id = await world.odoo.create('event.event', { name: 'Open Day', ...dates });
  return world.odoo.create(model, { event_id, name: 'Ana Sousa', email, ...more });
}

describeOdoo('registrations as sources of people', exported, { template: 'tmpl_apps' });

function exported(odoo: TestOdoo): void {
  it('B16, B55: one that is exported becomes a member and a mailing contact; the bridge reads the address as it is typed', async () => {
    await using world = await openWorld(odoo);
    const id = await hasRegistration(world, 'Ana@Events.pt');

    const run = await world.exportContacts(chosen(world, id));
    const again = await world.exportContacts(chosen(world, id));

    expect([run.totals.created, run.failures]).toEqual([1, []]);
    expect(again.totals).toMatchObject({ created: 0, unchanged: 1 });
    expect(await world.mailchimp.member('ana@events.pt')).toMatchObject({
      status: 'subscribed',
      merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' },
    });
    expect(await world.odoo.contact('ana@events.pt')).toMatchObject({ name: 'Ana Sousa', optOut: false });
  });

  it('B4: what only a registration has is mapped by its key, also through its event', async () => {
    const merge_fields = { ...names, EVENT: { registration: 'event_id.name', owner: 'odoo' } };
    const mergeFields = ['FNAME', 'LNAME', 'EVENT'].map((tag) => ({ tag, name: tag, type: 'text' }));
    await using world = await openWorld(odoo, { audience: { merge_fields }, mergeFields });
    const id = await hasRegistration(world, 'eva@events.pt');

    await world.exportContacts(chosen(world, id));

    expect((await world.mailchimp.member('eva@events.pt'))?.merge_fields.EVENT).toBe('Open Day');
  });

  it('B16: is chosen by its address whatever the case in which it was typed', async () => {
    await using world = await openWorld(odoo);
    await hasRegistration(world, 'Rui@Events.pt');
    const selection = { by: 'emails' as const, emails: ['rui@events.pt', 'nobody@events.pt'] };

    const run = await world.exportContacts({ model, selection, audiences: [world.audienceId] });

    expect(run.totals).toMatchObject({ created: 1, failed: 1 });
    expect(run.failures).toMatchObject([{ email: 'nobody@events.pt', code: 'export.not_found' }]);
  });

  it('B19: a rule exports those of its domain; a cancelled one leaves it', async () => {
    const domain = [
      ['state', '!=', 'cancel'],
      ['name', '=', 'Guest'],
    ];
    await using world = await openWorld(odoo, {
      audience: { auto_export: { model, domain } },
      policies: { on_filter_exit: 'unsubscribe' },
    });
    await hasRegistration(world, 'stays@events.pt', { name: 'Guest' });
    const leaves = await hasRegistration(world, 'leaves@events.pt', { name: 'Guest' });
    const before = await world.autoExport();
    await world.odoo.write(model, [leaves], { state: 'cancel' });

    const after = await world.autoExport();

    expect([before.totals.created, after.totals.updated]).toEqual([2, 1]);
    expect((await world.mailchimp.member('stays@events.pt'))?.status).toBe('subscribed');
    expect((await world.mailchimp.member('leaves@events.pt'))?.status).toBe('unsubscribed');
  });
}

describeOdoo('registrations where the Events app is not installed', (odoo) => {
  it('B19: a rule that names them is a mistake of the configuration', async () => {
    await using world = await openWorld(odoo, { audience: { auto_export: { model, domain: [] } } });

    await expect(world.autoExport()).rejects.toMatchObject({
      code: 'odoo.missing_model',
      message: `This Odoo has no model ${model}`,
    });
  });
});

describe('the addon where the Events app is installed', () => {
  it('B38, B39: has Export and Update in the menu of registrations, and lets a rule choose them', () => {
    const facts = { ...factsOf19, types: [mailingContact, partner, eventRegistration] };

    const items = addonDefinition(facts, { pokeUrl: null });

    const menus = items.filter(({ values }) => 'binding_model_id' in values).map(({ name }) => name);
    expect(menus).toEqual(
      expect.arrayContaining(['action_export_registrations', 'action_update_registrations']),
    );
    const rule = items.find(({ name }) => name.endsWith('__x_auto_export_model'));
    expect(rule?.values.selection).toContain("('event.registration', 'Event Registrations')");
  });
});
