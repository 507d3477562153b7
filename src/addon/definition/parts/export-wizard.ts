import { addonModels } from '../../../core/addon-names.js';
import { access, groups } from '../kinds/access.js';
import { char, fieldsOfOwn, integer, many2many, text } from '../kinds/fields.js';
import { model, ownModel } from '../kinds/model.js';
import { serverAction } from '../kinds/server-action.js';
import { view } from '../kinds/view.js';
import { isSource } from '../../../objects/registry.js';
import { exportSourcesCode } from '../code/push-sources.js';
import type { AddonFacts } from '../addon-facts.js';
import { addonModule } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';

const { audience, exportWizard } = addonModels;

/** B38: asks to which MailChimp lists the chosen records go. */
export function exportWizardPart(facts: AddonFacts): AddonPart {
  return {
    models: [model(exportWizard, 'Export to MailChimp', { order: 'id', transient: true })],
    fields: fieldsOfOwn(exportWizard, [
      char('x_name', 'Name'),
      char('x_model', 'Model'),
      text('x_record_ids', 'Record IDs'),
      integer('x_record_count', 'Records'),
    ]),
    links: fieldsOfOwn(exportWizard, [many2many('x_audience_ids', 'MailChimp List(s)', audience)]),
    access: access(exportWizard, ['read', 'write', 'create', 'unlink']),
    actions: [
      serverAction(facts, 'action_wizard_export', 'Export', {
        model: ownModel(exportWizard),
        groups: [groups.marketing],
        code: exportSourcesCode(facts.types.filter((type) => isSource(type.model))),
      }),
    ],
    views: [view('view_export_wizard_form', exportWizard, { arch: formArch })],
  };
}

const formArch = `
  <form>
    <group>
      <field name="x_model" invisible="1"/>
      <field name="x_record_ids" invisible="1"/>
      <field name="x_record_count" readonly="1"/>
      <field name="x_audience_ids" widget="many2many_tags" options="{'no_create': True}" required="1"/>
    </group>
    <footer>
      <button name="${addonModule}.action_wizard_export" type="action" string="Export" class="btn-primary"/>
      <button string="Cancel" class="btn-secondary" special="cancel"/>
    </footer>
  </form>`;
