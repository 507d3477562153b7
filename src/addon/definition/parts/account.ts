import { addonModels } from '../../../core/addon-names.js';
import { access } from '../kinds/access.js';
import { boolean, char, datetime, fieldsOfOwn, one2many } from '../kinds/fields.js';
import { model } from '../kinds/model.js';
import { view } from '../kinds/view.js';
import { window } from '../kinds/window.js';
import type { AddonFacts } from '../addon-facts.js';
import type { AddonPart } from '../addon-part.js';

const { account, audience } = addonModels;

/** B37: an account of the bridge, its options as the configuration file has them. */
export function accountPart(facts: AddonFacts): AddonPart {
  return {
    models: [model(account, 'MailChimp Account', { order: 'x_name' })],
    fields: fieldsOfOwn(account, [
      char('x_name', 'Name', { required: true }),
      char('x_key', 'Account in the Configuration', { required: true, index: true }),
      datetime('x_seen_at', 'Bridge Last Seen'),
      boolean('x_auto_create_member', 'Auto Create Member?'),
      boolean('x_auto_create_customer', 'Auto Create Customer?'),
      boolean('x_auto_sync_member', 'Auto Sync Member?'),
      boolean('x_auto_update_contact', 'Auto Update Contact?'),
      boolean('x_override_contact_name', 'Override Contact Name?'),
    ]),
    inverses: fieldsOfOwn(account, [
      one2many('x_audience_ids', 'Audiences', { model: audience, inverse: 'x_account_id' }),
    ]),
    access: access(account, ['read']),
    views: [
      view('view_account_list', account, { arch: listArch(facts) }),
      view('view_account_form', account, { arch: formArch(facts) }),
    ],
    windows: [
      window(facts, 'window_accounts', {
        label: 'MailChimp Accounts',
        model: account,
        views: ['list', 'form'],
        help: 'No account yet: the bridge brings it with its first run.',
      }),
    ],
  };
}

const listArch = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" edit="0" delete="0">
    <field name="x_name"/>
    <field name="x_auto_sync_member"/>
    <field name="x_auto_update_contact"/>
    <field name="x_seen_at"/>
  </${listTag}>`;

const formArch = ({ listTag }: AddonFacts) => `
  <form create="0" edit="0" delete="0">
    <sheet>
      <div class="oe_title"><h1><field name="x_name" readonly="1"/></h1></div>
      <group>
        <group string="Options of the configuration file">
          <field name="x_auto_create_member" readonly="1"/>
          <field name="x_auto_create_customer" readonly="1"/>
          <field name="x_auto_sync_member" readonly="1"/>
          <field name="x_auto_update_contact" readonly="1"/>
          <field name="x_override_contact_name" readonly="1"/>
        </group>
        <group string="Bridge">
          <field name="x_key" readonly="1"/>
          <field name="x_seen_at" readonly="1"/>
        </group>
      </group>
      <field name="x_audience_ids" readonly="1">
        <${listTag}>
          <field name="x_name"/>
          <field name="x_count_subscribed"/>
          <field name="x_count_unsubscribed"/>
          <field name="x_count_cleaned"/>
        </${listTag}>
      </field>
    </sheet>
  </form>`;
