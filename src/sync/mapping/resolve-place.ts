import { closest, distance } from 'fastest-levenshtein';
import { addressFields } from '../../core/mapping/convert/address.js';
import type { OdooSource } from '../../core/mapping/field-mapping.js';
import type { OdooField, OdooFields } from '../../core/mapping/odoo-field.js';
import type { Place } from './mapping-entries.js';

/** Fields of any model, asked for once. */
export type FieldsOf = (model: string) => Promise<OdooFields>;

/** A place found on a model; `missing` when the model has no such field, which the other model may have. */
export type ResolvedPlace = { source: OdooSource } | { missing: string } | { problem: string };

const named: Readonly<Record<string, OdooSource>> = {
  name: { kind: 'name', part: 'full' },
  'name.first': { kind: 'name', part: 'first' },
  'name.last': { kind: 'name', part: 'last' },
  email: { kind: 'email' },
};

/** Relations to many records and contents no merge field can hold. */
const unreadable = /^(one2many|many2many|binary|html|reference|properties|json)/u;

/** Finds what the configuration names on a model of this Odoo (B4). */
export async function resolvePlace(place: Place, model: string, fieldsOf: FieldsOf): Promise<ResolvedPlace> {
  if ('constant' in place) return { source: { kind: 'constant', value: place.constant } };
  if ('category' in place) return { source: { kind: 'category', name: place.category } };
  const known = named[place.path];
  if (known !== undefined) return { source: known };
  const fields = await fieldsOf(model);
  if (place.path === 'address') {
    const isThere = addressFields.every((name) => fields.has(name));
    return isThere ? { source: { kind: 'address' } } : { missing: `${model} has no address` };
  }
  return walk(place.path, model, fieldsOf);
}

async function walk(text: string, model: string, fieldsOf: FieldsOf): Promise<ResolvedPlace> {
  const path: OdooField[] = [];
  const steps = text.split('.');
  let current = model;
  for (const [index, step] of steps.entries()) {
    const fields = await fieldsOf(current);
    const field = fields.get(step);
    if (field === undefined) return notThere(current, step, fields, index);
    path.push(field);
    if (index === steps.length - 1) break;
    if (field.type !== 'many2one' || field.relation === null)
      return { problem: `${text}: ${step} of ${current} leads to no other record` };
    current = field.relation;
  }
  const last = path.at(-1);
  if (last !== undefined && unreadable.test(last.type))
    return { problem: `${text} is a ${last.type} field, which no merge field can hold` };
  return { source: { kind: 'path', path } };
}

function notThere(model: string, step: string, fields: OdooFields, index: number): ResolvedPlace {
  const near = closest(step, [...fields.keys()]);
  const isNear = distance(step, near) <= Math.max(2, step.length / 3);
  const words = `${model} has no field ${step}${isNear ? `; did you mean ${near}?` : ''}`;
  // Only the first step may be a field that just the other model has.
  return index === 0 ? { missing: words } : { problem: words };
}
