import { modifiers } from '../kinds/modifiers.js';
import type { AddonFacts } from '../addon-facts.js';
import { addonModule } from '../addon-item.js';

export const jobList = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" edit="0" delete="0">
    <field name="create_date" string="Requested"/>
    <field name="x_name"/>
    <field name="x_record_count"/>
    <field name="x_audience_ids" widget="many2many_tags"/>
    <field name="x_user_id"/>
    <field name="x_state"/>
    <field name="x_result"/>
  </${listTag}>`;

export const jobForm = (facts: AddonFacts) => `
  <form create="0" edit="0" delete="0">
    <header>
      <button name="${addonModule}.action_retry_job" type="action" string="Try Again" ${modifiers(facts, {
        invisible: ['x_state', '!=', 'failed'],
      })}/>
      <field name="x_state" widget="statusbar" readonly="1"/>
    </header>
    <sheet>
      <div class="oe_title"><h1><field name="x_name" readonly="1"/></h1></div>
      <group>
        <group>
          <field name="x_account_id" readonly="1"/>
          <field name="x_audience_ids" widget="many2many_tags" readonly="1"/>
          <field name="x_model" readonly="1"/>
          <field name="x_record_count" readonly="1"/>
        </group>
        <group>
          <field name="x_user_id" readonly="1"/>
          <field name="create_date" string="Requested" readonly="1"/>
          <field name="x_finished_at" readonly="1"/>
          <field name="x_attempts" readonly="1"/>
          <field name="x_holder" readonly="1"/>
        </group>
      </group>
      <group string="Result"><field name="x_result" nolabel="1" colspan="2" readonly="1"/></group>
    </sheet>
  </form>`;

export const jobSearch = `
  <search>
    <field name="x_name"/>
    <field name="x_audience_ids"/>
    <field name="x_user_id"/>
    <filter name="open" string="Pending or Running" domain="[('x_state', 'in', ['pending', 'running'])]"/>
    <filter name="failed" string="Failed" domain="[('x_state', '=', 'failed')]"/>
    <separator/>
    <filter name="date" string="Date" date="create_date"/>
    <group>
      <filter name="by_state" string="State" context="{'group_by': 'x_state'}"/>
      <filter name="by_user" string="Requested by" context="{'group_by': 'x_user_id'}"/>
    </group>
  </search>`;
