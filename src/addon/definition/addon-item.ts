/** Module name of the external ids. No module can have it: it is no name of a Python package that Odoo would load. */
export const addonModule = '__odoo_mailchimp__';

/** Kinds of records the addon consists of. */
export type AddonKind =
  | 'res.groups'
  | 'ir.model'
  | 'ir.model.fields'
  | 'ir.model.access'
  | 'ir.rule'
  | 'ir.actions.server'
  | 'ir.ui.view'
  | 'ir.actions.act_window'
  | 'ir.ui.menu';

/** A record by its whole external id. */
export interface Reference {
  ref: string;
}

/** The same in a field that holds `model,id` (a menu's action). */
export interface ActionReference {
  kind: AddonKind;
  action: string;
}

export type AddonValue = string | number | boolean | Reference | readonly Reference[] | ActionReference;

/** One record of the addon. `''` stands for an empty field, as in Odoo's CSV import. */
export interface AddonItem {
  /** Its external id, without the module. */
  name: string;
  kind: AddonKind;
  values: Readonly<Record<string, AddonValue>>;
}

export const own = (name: string): Reference => ({ ref: `${addonModule}.${name}` });
export const ownAction = (name: string, kind: AddonKind = 'ir.actions.act_window'): ActionReference => ({
  kind,
  action: `${addonModule}.${name}`,
});
/** A record of one of Odoo's own modules. */
export const odoo = (xmlId: string): Reference => ({ ref: xmlId });

export const isReference = (value: AddonValue): value is Reference =>
  typeof value === 'object' && 'ref' in value;
export const isActionReference = (value: AddonValue): value is ActionReference =>
  typeof value === 'object' && 'action' in value;

/** A text among the values; empty when there is none. */
export const textOf = (value: AddonValue | undefined): string => (typeof value === 'string' ? value : '');
