import type { FieldDefinition, FieldType } from './model-definition.js';

type Extra = Partial<Omit<FieldDefinition, 'type' | 'label'>>;

const plain =
  (type: FieldType) =>
  (label: string, extra: Extra = {}): FieldDefinition => ({ type, label, ...extra });

export const char = plain('char');
export const text = plain('text');
export const integer = plain('integer');
export const boolean = plain('boolean');
export const datetime = plain('datetime');

export const many2one = (label: string, relation: string, extra: Extra = {}): FieldDefinition => ({
  type: 'many2one',
  label,
  relation,
  ...extra,
});

export const many2many = (label: string, relation: string, extra: Extra = {}): FieldDefinition => ({
  type: 'many2many',
  label,
  relation,
  ...extra,
});

export const one2many = (label: string, relation: string, inverse: string): FieldDefinition => ({
  type: 'one2many',
  label,
  relation,
  inverse,
});

export const selection = (
  label: string,
  choices: NonNullable<FieldDefinition['selection']>,
  extra: Extra = {},
): FieldDefinition => ({
  type: 'selection',
  label,
  selection: choices,
  ...extra,
});

/** What every model has. */
export const magicFields: Readonly<Record<string, FieldDefinition>> = {
  id: integer('ID', { readonly: true }),
  display_name: char('Display Name', { readonly: true, compute: (row, env) => env.displayName(row) }),
  create_date: datetime('Created on', { readonly: true }),
  write_date: datetime('Last Updated on', { readonly: true }),
  create_uid: many2one('Created by', 'res.users', { readonly: true }),
  write_uid: many2one('Last Updated by', 'res.users', { readonly: true }),
};
