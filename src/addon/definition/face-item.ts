/** Module name of the external ids. No module can have it: it is no name of a Python package that Odoo would load. */
export const faceModule = '__odoo_mailchimp__';

/** Kinds of records the face consists of. */
export type FaceKind =
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
  kind: FaceKind;
  action: string;
}

export type FaceValue = string | number | boolean | Reference | readonly Reference[] | ActionReference;

/** One record of the face. `''` stands for an empty field, as in Odoo's CSV import. */
export interface FaceItem {
  /** Its external id, without the module. */
  name: string;
  kind: FaceKind;
  values: Readonly<Record<string, FaceValue>>;
}

export const own = (name: string): Reference => ({ ref: `${faceModule}.${name}` });
export const ownAction = (name: string, kind: FaceKind = 'ir.actions.act_window'): ActionReference => ({
  kind,
  action: `${faceModule}.${name}`,
});
/** A record of one of Odoo's own modules. */
export const odoo = (xmlId: string): Reference => ({ ref: xmlId });

export const isReference = (value: FaceValue): value is Reference =>
  typeof value === 'object' && 'ref' in value;
export const isActionReference = (value: FaceValue): value is ActionReference =>
  typeof value === 'object' && 'action' in value;

/** A text among the values; empty when there is none. */
export const textOf = (value: FaceValue | undefined): string => (typeof value === 'string' ? value : '');
