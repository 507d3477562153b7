import { memberStatuses } from '../../../core/member-status.js';
import { modifiers } from '../kinds/modifiers.js';
import type { AddonFacts } from '../addon-facts.js';
import { addonModule } from '../addon-item.js';
import { counterField, statusLabel } from '../kinds/status.js';

const icons = {
  subscribed: 'fa-users',
  unsubscribed: 'fa-user-times',
  cleaned: 'fa-ban',
  pending: 'fa-hourglass-half',
  transactional: 'fa-exchange',
  archived: 'fa-archive',
} as const;

/** B39: Fetch Members, counters that open the contacts, the auto-export rule and whether it is the file's. */
export const audienceForm = (facts: AddonFacts) => `
  <form create="0" delete="0">
    <header>
      <button name="${addonModule}.action_fetch_members" type="action" string="Fetch Members" class="oe_highlight"/>
    </header>
    <sheet>
      <div class="oe_button_box" name="button_box">${memberStatuses.map(counterButton).join('')}</div>
      <div class="oe_title"><h1><field name="x_name" readonly="1"/></h1></div>
      <group>
        <group>
          <field name="x_account_id" readonly="1"/>
          <field name="x_mailing_list_ids" widget="many2many_tags" readonly="1"/>
          <field name="x_mailchimp_id" readonly="1"/>
          <field name="x_date_created" readonly="1"/>
        </group>
        <group>
          <field name="x_subscribe_url" widget="url" readonly="1"/>
          <field name="x_rating" readonly="1"/>
          <field name="x_double_optin" readonly="1"/>
          <field name="x_fetched_at" readonly="1"/>
        </group>
      </group>
      ${autoExport(facts)}
    </sheet>
  </form>`;

function counterButton(status: keyof typeof icons): string {
  const context = `{'mailchimp_status': '${status}'}`;
  return `
    <button class="oe_stat_button" name="${addonModule}.action_open_members" type="action" icon="${icons[status]}" context="${context}">
      <field name="${counterField(status)}" widget="statinfo" string="${statusLabel(status)}"/>
    </button>`;
}

function autoExport(facts: AddonFacts): string {
  const pinned = ['x_auto_export_pinned', '=', true] as const;
  const unpinned = ['x_auto_export_pinned', '=', false] as const;
  const readonly = modifiers(facts, { readonly: pinned });
  return `
    <group string="Auto Export">
      <field name="x_auto_export_pinned" invisible="1"/>
      <field name="x_auto_export" ${readonly}/>
      <field name="x_auto_export_model" ${readonly}/>
      <field name="x_auto_export_domain" widget="domain" options="{'model': 'x_auto_export_model'}" ${readonly}/>
    </group>
    <p class="text-muted" ${modifiers(facts, { invisible: ['x_auto_export_domain', '!=', false] })}>
      Without a filter nothing is exported. For everybody, add a rule and delete it again.
    </p>
    <p class="text-muted" ${modifiers(facts, { invisible: unpinned })}>
      The configuration file of the bridge says what is exported: change it there.
    </p>`;
}
