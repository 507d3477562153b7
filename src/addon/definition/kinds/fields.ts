import { own, type AddonItem, type Reference } from '../addon-item.js';
import { modelId } from './model.js';

/** A field, in the words of `ir.model.fields`. */
interface FieldSpec {
  name: string;
  label: string;
  ttype: string;
  relation?: string;
  relation_field?: string;
  on_delete?: 'cascade' | 'set null' | 'restrict';
  selection?: readonly (readonly [value: string, label: string])[];
  compute?: string;
  domain?: string;
  options?: FieldOptions;
}

interface FieldOptions {
  required?: boolean;
  readonly?: boolean;
  index?: boolean;
  help?: string;
}

type Simple = (name: string, label: string, options?: FieldOptions) => FieldSpec;
const simple =
  (ttype: string): Simple =>
  (name, label, options = {}) => ({ name, label, ttype, options });

export const char = simple('char');
export const text = simple('text');
export const boolean = simple('boolean');
export const integer = simple('integer');
export const datetime = simple('datetime');

export function selection(
  name: string,
  label: string,
  choices: NonNullable<FieldSpec['selection']>,
  options: FieldOptions = {},
): FieldSpec {
  return { name, label, ttype: 'selection', selection: choices, options };
}

export function many2one(
  name: string,
  label: string,
  target: { model: string; onDelete: 'cascade' | 'set null'; index?: boolean },
): FieldSpec {
  const options = { index: target.index === true };
  return { name, label, ttype: 'many2one', relation: target.model, on_delete: target.onDelete, options };
}

export function one2many(
  name: string,
  label: string,
  target: { model: string; inverse: string; domain?: string },
): FieldSpec {
  const { model, inverse, domain } = target;
  return {
    ...{ name, label, ttype: 'one2many', relation: model, relation_field: inverse },
    ...(domain === undefined ? {} : { domain }),
  };
}

export const many2many = (name: string, label: string, relation: string): FieldSpec => {
  return { name, label, ttype: 'many2many', relation };
};

/** Worked out by Odoo each time it is read, and never stored. */
export function computedMany2many(
  name: string,
  label: string,
  { model: relation, code: compute }: { model: string; code: string },
): FieldSpec {
  return { name, label, ttype: 'many2many', relation, compute, options: { readonly: true } };
}

/**
 * The fields as records. Every attribute is told, the empty ones too, so that an attribute taken out of the
 * definition is taken out in Odoo.
 */
export function fieldsOf(
  home: { model: string; record: Reference },
  specs: readonly FieldSpec[],
): AddonItem[] {
  return specs.map((spec) => ({
    name: `field_${modelId(home.model).slice('model_'.length)}__${spec.name}`,
    kind: 'ir.model.fields',
    values: {
      model_id: home.record,
      name: spec.name,
      field_description: spec.label,
      ttype: spec.ttype,
      relation: spec.relation ?? '',
      relation_field: spec.relation_field ?? '',
      selection: spec.selection === undefined ? '' : pythonPairs(spec.selection),
      ...(spec.on_delete === undefined ? {} : { on_delete: spec.on_delete }),
      compute: spec.compute ?? '',
      store: spec.compute === undefined,
      domain: spec.domain ?? '[]',
      ...attributes(spec.options ?? {}),
    },
  }));
}

export const fieldsOfOwn = (model: string, specs: readonly FieldSpec[]): AddonItem[] =>
  fieldsOf({ model, record: own(modelId(model)) }, specs);

function attributes({ required, readonly, index, help }: FieldOptions) {
  return {
    required: required === true,
    readonly: readonly === true,
    index: index === true,
    help: help ?? '',
  };
}

/** As Python prints a list of pairs, which is how Odoo gives it back. The texts hold no quotes. */
function pythonPairs(pairs: NonNullable<FieldSpec['selection']>): string {
  return `[${pairs.map(([value, label]) => `('${value}', '${label}')`).join(', ')}]`;
}
