import { describe, expect, it } from '@jest/globals';
import { addonDefinition } from '../../../src/addon/definition/addon-definition.js';
import { crmLead } from '../../../src/objects/crm-lead/crm-lead.js';
import { mailingContact } from '../../../src/objects/mailing-contact/mailing-contact.js';
import { partner } from '../../../src/objects/partner/partner.js';
import { factsOf19 } from '../../addon/definition/some-facts.js';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld } from '../../support/world/open-world.js';

const names = { FNAME: 'name.first', LNAME: 'name.last' };

describeOdoo(
  'leads as sources of people',
  (odoo) => {
    const lead = (email: string, more: object = {}) => ({
      name: 'Wants a quote',
      contact_name: 'Ana Maria Sousa',
      email_from: email,
      ...more,
    });

    it('B16: a lead that is exported becomes a member and a mailing contact with a subscription', async () => {
      await using world = await openWorld(odoo);
      const id = await world.odoo.create('crm.lead', lead('Ana Sousa <Ana@Leads.pt>'));

      const run = await world.exportContacts({
        model: 'crm.lead',
        selection: { by: 'ids', ids: [id] },
        audiences: [world.audienceId],
      });

      expect([run.totals.created, run.failures]).toEqual([1, []]);
      expect(await world.mailchimp.member('ana@leads.pt')).toMatchObject({
        status: 'subscribed',
        merge_fields: { FNAME: 'Ana', LNAME: 'Maria Sousa' },
      });
      expect(await world.odoo.contact('ana@leads.pt')).toMatchObject({
        name: 'Ana Maria Sousa',
        optOut: false,
      });
    });

    it('B44: is shown with the person, also where no audience has to do with leads', async () => {
      await using world = await openWorld(odoo);
      const id = await world.odoo.create('crm.lead', lead('lia@leads.pt'));
      const selection = { by: 'ids' as const, ids: [id] };
      await world.exportContacts({ model: 'crm.lead', selection, audiences: [world.audienceId] });

      const report = await world.bridge.showContact('lia@leads.pt');

      expect(report.sources).toEqual([{ model: 'crm.lead', id, name: 'Ana Maria Sousa' }]);
    });

    it('B16: needs the audience it is to be added to', async () => {
      await using world = await openWorld(odoo);

      const refused = world.exportContacts({ model: 'crm.lead' });

      await expect(refused).rejects.toMatchObject({ code: 'export.no_audience' });
      await expect(refused).rejects.toThrow('Exporting leads needs the audience');
    });

    it('B4, B6, B20: its own field goes to the member when it is changed, where contact and customer have none', async () => {
      const merge_fields = { ...names, PHONE: { lead: 'phone', owner: 'odoo' } };
      await using world = await openWorld(odoo, { audience: { merge_fields } });
      const id = await world.odoo.create('crm.lead', lead('eva@leads.pt', { phone: '+351 21 000 00 01' }));
      const chosen = { model: 'crm.lead', selection: { by: 'ids' as const, ids: [id] } };
      await world.exportContacts({ ...chosen, audiences: [world.audienceId] });
      const before = await world.mailchimp.member('eva@leads.pt');
      await world.sync();

      await world.odoo.write('crm.lead', [id], { phone: '+351 21 000 00 02' });
      const run = await world.sync();

      expect(before?.merge_fields.PHONE).toBe('+351 21 000 00 01');
      expect(run.totals).toMatchObject({ updated: 1, failed: 0 });
      expect((await world.mailchimp.member('eva@leads.pt'))?.merge_fields.PHONE).toBe('+351 21 000 00 02');
    });

    it('B17: an update of a lead whose address has changed renames the member', async () => {
      await using world = await openWorld(odoo);
      const id = await world.odoo.create('crm.lead', lead('old@leads.pt'));
      const chosen = { model: 'crm.lead', selection: { by: 'ids' as const, ids: [id] } };
      await world.exportContacts({ ...chosen, audiences: [world.audienceId] });
      await world.odoo.write('crm.lead', [id], { email_from: 'new@leads.pt' });

      const run = await world.updateContacts(chosen);

      expect(run.totals).toMatchObject({ updated: 1, failed: 0 });
      expect((await world.mailchimp.member('new@leads.pt'))?.status).toBe('subscribed');
    });

    it('B19: a rule exports the leads of its domain, once, and passes the others over', async () => {
      const auto_export = { model: 'crm.lead', domain: [['name', '=', 'Webinar']] };
      await using world = await openWorld(odoo, { audience: { auto_export } });
      await world.odoo.createAll('crm.lead', [
        lead('in@leads.pt', { name: 'Webinar' }),
        lead('out@leads.pt', { name: 'Other' }),
      ]);

      const first = await world.autoExport();
      const second = await world.autoExport();

      expect([first.totals.created, second.totals.created]).toEqual([1, 0]);
      expect((await world.mailchimp.member('in@leads.pt'))?.status).toBe('subscribed');
      expect(await world.mailchimp.member('out@leads.pt')).toBeNull();
    });

    it('B21: a refused one is in the log of the rule, with a link that opens it', async () => {
      const auto_export = { model: 'crm.lead', domain: [['name', '=', 'Broken']] };
      await using world = await openWorld(odoo, { audience: { auto_export } });
      const id = await world.odoo.create('crm.lead', lead('no address', { name: 'Broken' }));

      const run = await world.autoExport();
      const [log] = await world.bridge.listLogs();
      const { lines } = await world.bridge.showLog(log?.id ?? 0);

      expect(run.totals.failed).toBe(1);
      expect(lines).toMatchObject([{ model: 'crm.lead', id, name: 'Ana Maria Sousa' }]);
      expect(lines[0]?.link).toContain(`#id=${id}&model=crm.lead&view_type=form`);
    });

    it('B24: a lead of somebody who has opted out of the mailing list is not exported', async () => {
      await using world = await openWorld(odoo);
      await world.odoo.hasContact({ email: 'out@leads.pt', optOut: true });
      const id = await world.odoo.create('crm.lead', lead('out@leads.pt'));

      const run = await world.exportContacts({
        model: 'crm.lead',
        selection: { by: 'ids', ids: [id] },
        audiences: [world.audienceId],
      });

      expect(run.skipped).toEqual({ opted_out: 1 });
      expect(await world.mailchimp.member('out@leads.pt')).toBeNull();
    });
  },
  { template: 'tmpl_apps' },
);

describeOdoo('leads where the CRM app is not installed', (odoo) => {
  it('B19: a rule that names them is a mistake of the configuration, and nothing else stops', async () => {
    const auto_export = { model: 'crm.lead', domain: [] };
    await using world = await openWorld(odoo, { audience: { auto_export } });

    await expect(world.autoExport()).rejects.toMatchObject({
      code: 'odoo.missing_model',
      message: 'This Odoo has no model crm.lead',
    });
  });

  it('costs nothing where nobody names them', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ email: 'plain@leads.pt' });

    const run = await world.exportContacts();

    expect(run.totals).toMatchObject({ created: 1, failed: 0 });
  });
});

describe('the addon where the CRM app is installed', () => {
  const facts = { ...factsOf19, types: [mailingContact, partner, crmLead] };

  it('B38: has Export and Update in the menu of leads, and the wizard knows what it was opened for', () => {
    const items = new Map(addonDefinition(facts, { pokeUrl: null }).map((item) => [item.name, item]));

    for (const action of ['export', 'update'])
      expect(items.get(`action_${action}_leads`)?.values).toMatchObject({
        binding_model_id: { ref: 'crm.model_crm_lead' },
      });
    expect(items.get('action_export_leads')?.values.code).toContain("'default_x_model': 'crm.lead'");
    expect(items.get('action_wizard_export')?.values.code).toContain("'crm.lead': 'Export leads'");
  });

  it('B39: lets a rule choose leads', () => {
    const field = addonDefinition(facts, { pokeUrl: null }).find(({ name }) =>
      name.endsWith('__x_auto_export_model'),
    );

    expect(field?.values.selection).toContain("('crm.lead', 'Leads')");
  });
});
