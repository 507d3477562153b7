import type { AddonFacts } from '../addon-facts.js';
import { addonModule } from '../addon-item.js';

const arrow = `
  <button name="${addonModule}.action_open_record" type="action" icon="fa-arrow-right" title="Open the record"/>`;

export const logList = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" edit="0" delete="0">
    <field name="x_date"/>
    <field name="x_audience_id"/>
    <field name="x_type"/>
    <field name="x_operation"/>
    <field name="x_line_count"/>
    <field name="x_name"/>
  </${listTag}>`;

export const logForm = ({ listTag }: AddonFacts) => `
  <form create="0" edit="0" delete="0">
    <sheet>
      <div class="oe_title"><h1><field name="x_name" readonly="1"/></h1></div>
      <group>
        <group>
          <field name="x_audience_id" readonly="1"/>
          <field name="x_date" readonly="1"/>
        </group>
        <group>
          <field name="x_type" readonly="1"/>
          <field name="x_operation" readonly="1"/>
          <field name="x_line_count" readonly="1"/>
        </group>
      </group>
      <field name="x_line_ids" readonly="1">
        <${listTag}>
          <field name="x_name"/>
          <field name="x_reason"/>
          <field name="x_description"/>
          <field name="x_model" optional="hide"/>
          <field name="x_res_id" optional="hide"/>
          ${arrow}
        </${listTag}>
      </field>
    </sheet>
  </form>`;

export const logSearch = `
  <search>
    <field name="x_name"/>
    <field name="x_audience_id"/>
    <field name="x_line_ids" string="Reason" filter_domain="[('x_line_ids.x_reason', 'ilike', self)]"/>
    <field name="x_line_ids" string="Record" filter_domain="[('x_line_ids.x_name', 'ilike', self)]"/>
    <filter name="errors" string="Errors" domain="[('x_type', '=', 'error')]"/>
    <separator/>
    <filter name="date" string="Date" date="x_date"/>
    <group>
      <filter name="by_audience" string="Audience" context="{'group_by': 'x_audience_id'}"/>
      <filter name="by_day" string="Date" context="{'group_by': 'x_date:day'}"/>
    </group>
  </search>`;

export const lineList = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" edit="0" delete="0">
    <field name="x_date"/>
    <field name="x_audience_id"/>
    <field name="x_name"/>
    <field name="x_reason"/>
    <field name="x_description"/>
    ${arrow}
  </${listTag}>`;

/** B39: by day and reason. */
export const lineGraph = `
  <graph type="bar">
    <field name="x_date" interval="day"/>
    <field name="x_reason"/>
  </graph>`;

export const lineSearch = `
  <search>
    <field name="x_name"/>
    <field name="x_reason"/>
    <field name="x_description"/>
    <field name="x_audience_id"/>
    <filter name="date" string="Date" date="x_date"/>
    <group>
      <filter name="by_reason" string="Reason" context="{'group_by': 'x_reason'}"/>
      <filter name="by_audience" string="Audience" context="{'group_by': 'x_audience_id'}"/>
      <filter name="by_day" string="Date" context="{'group_by': 'x_date:day'}"/>
    </group>
  </search>`;
