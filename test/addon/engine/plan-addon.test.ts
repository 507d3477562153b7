import { describe, expect, it } from '@jest/globals';
import { own, odoo, type AddonItem } from '../../../src/addon/definition/addon-item.js';
import { changeLines } from '../../../src/addon/engine/addon-change.js';
import type { InstalledAddon } from '../../../src/addon/engine/installed-addon.js';
import { planAddon } from '../../../src/addon/engine/plan-addon.js';
import { ConfigurationError } from '../../../src/support/errors.js';

const partner = odoo('base.model_res_partner');
const field = (change: Record<string, string | boolean> = {}): AddonItem => ({
  name: 'field_x',
  kind: 'ir.model.fields',
  values: { model_id: partner, name: 'x_thing', ttype: 'char', field_description: 'Thing', ...change },
});
const view = (arch: string): AddonItem => ({
  name: 'view_x',
  kind: 'ir.ui.view',
  values: { model: 'res.partner', arch },
});

/** An Odoo in which `items` were made, with ids from 101 up. */
function installed(items: readonly AddonItem[], more: Partial<InstalledAddon> = {}): InstalledAddon {
  const base = new Map([['base.model_res_partner', 7]]);
  const resolve = (xmlId: string) => base.get(xmlId);
  return {
    ownIds: new Map(
      items.map(({ name, kind }, index) => [
        name,
        { id: 1 + index, name, model: kind, recordId: 101 + index },
      ]),
    ),
    row: (_kind, id) => asRow(items[id - 101]),
    namesake: () => undefined,
    resolve,
    ...more,
  };
}

const asRow = (item: AddonItem | undefined) =>
  item && { ...item.values, ...('model_id' in item.values ? { model_id: [7, 'Contact'] } : {}) };

const actions = (definition: readonly AddonItem[], state: InstalledAddon) =>
  changeLines(planAddon(definition, state)).map(({ action, name }) => `${action} ${name}`);

describe('the plan for the addon', () => {
  it('B36: is empty when everything is there', () => {
    const definition = [field(), view('<form/>')];

    expect(actions(definition, installed(definition))).toEqual([]);
  });

  it('makes what is missing, in the order of the definition', () => {
    expect(actions([field(), view('<form/>')], installed([]))).toEqual(['create field_x', 'create view_x']);
  });

  it('makes again what somebody deleted in Odoo', () => {
    const state = installed([field()], { row: () => undefined });

    expect(actions([field()], state)).toEqual(['create field_x']);
  });

  it('changes what differs and names the fields', () => {
    const lines = changeLines(planAddon([field({ field_description: 'Other' })], installed([field()])));

    expect(lines).toEqual([
      { action: 'update', kind: 'ir.model.fields', name: 'field_x', fields: ['field_description'] },
    ]);
  });

  it('does not take other white space in a view for a change', () => {
    expect(actions([view('<form> <field/></form>')], installed([view('<form>\n  <field/></form>')]))).toEqual(
      [],
    );
  });

  it('takes away what the definition no longer has, after everything else', () => {
    const before = [field(), view('<form><field name="x_thing"/></form>')];

    expect(actions([view('<form/>')], installed(before))).toEqual(['update view_x', 'delete field_x']);
  });

  it('makes a field anew that cannot be changed, and the views that show it', () => {
    const showing = view('<form><field name="x_thing"/></form>');

    expect(actions([field({ ttype: 'text' }), showing], installed([field(), showing]))).toEqual([
      'delete field_x',
      'delete view_x',
      'create field_x',
      'create view_x',
    ]);
  });

  it('gives its name to a field of its own model that a killed run left without', () => {
    const item = { ...field(), values: { ...field().values, model_id: own('model_x') } };
    const state = installed([item], { ownIds: new Map(), namesake: () => 101 });

    expect(actions([item], state)[0]).toBe('adopt field_x');
  });

  it('refuses to take over a field that somebody else made', () => {
    const state = installed([field()], { ownIds: new Map(), namesake: () => 101 });

    expect(() => planAddon([field()], state)).toThrow(ConfigurationError);
    expect(() => planAddon([field()], state)).toThrow('already has a field x_thing');
  });

  it('refuses an Odoo that lacks what the addon builds on', () => {
    const state = installed([], { resolve: () => undefined });

    expect(() => planAddon([field()], state)).toThrow('This Odoo lacks base.model_res_partner');
  });
});
