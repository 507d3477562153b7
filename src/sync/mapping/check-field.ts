import type { MergeTarget, OdooSource } from '../../core/mapping/field-mapping.js';
import { toMergeValue } from '../../core/mapping/to-merge-value.js';
import { Unfit } from '../../core/mapping/unfit.js';
import { isWritable } from '../../core/mapping/writable.js';
import type { MappingEntry } from './mapping-entries.js';

const anyScalar = [
  'char',
  'text',
  'selection',
  'integer',
  'float',
  'monetary',
  'boolean',
  'many2one',
  'date',
  'datetime',
];

/** Odoo types whose values a merge field of the type can hold; text takes all. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  number: ['integer', 'float', 'monetary', 'char', 'text', 'boolean', 'selection'],
  date: ['date', 'datetime', 'char', 'text'],
  birthday: ['date', 'datetime', 'char', 'text'],
  phone: ['char', 'text'],
  // A number has lost the zeros a ZIP code begins with.
  zip: ['char', 'text'],
  url: ['char', 'text'],
  imageurl: ['char', 'text'],
  radio: ['char', 'text', 'selection', 'boolean', 'many2one', 'integer'],
  dropdown: ['char', 'text', 'selection', 'boolean', 'many2one', 'integer'],
};

/** What speaks against a source for a target; null when nothing does (B4). */
export function checkField(entry: MappingEntry, target: MergeTarget, source: OdooSource): string | null {
  return checkType(target, source) ?? checkFormat(target, source) ?? checkDirection(entry, source);
}

function checkType(target: MergeTarget, source: OdooSource): string | null {
  if (target.kind !== 'merge_field') return checkFlag(source);
  if (target.type === 'address')
    return source.kind === 'address' ? null : 'is of type address: map it to address';
  switch (source.kind) {
    case 'address':
      return 'only a merge field of type address takes an address';
    case 'constant':
      return checkConstant(target, source.value);
    case 'category':
      return 'an Odoo tag stands for an interest or a permission only';
    case 'path':
      return checkOdooType(target.type, source.path.at(-1)?.type ?? '');
    case 'name':
    case 'email':
      return checkOdooType(target.type, 'char');
  }
}

function checkConstant(target: MergeTarget, text: string): string | null {
  const value = toMergeValue(target, text);
  return value instanceof Unfit ? `the constant ${text} ${value.reason}` : null;
}

function checkFlag(source: OdooSource): string | null {
  if (source.kind === 'category') return null;
  const type = source.kind === 'path' ? source.path.at(-1)?.type : source.kind;
  return type === 'boolean'
    ? null
    : `is a yes or no: map it to a boolean field or a category, not to a ${type}`;
}

function checkOdooType(mergeType: string, odooType: string): string | null {
  const types = fitting[mergeType] ?? anyScalar;
  return types.includes(odooType)
    ? null
    : `is of type ${mergeType}, which a field of type ${odooType} in Odoo can't fill`;
}

/** Whether 09/06 is a day in June or in September the text itself doesn't tell (B61). */
function checkFormat(target: MergeTarget, source: OdooSource): string | null {
  if (target.kind !== 'merge_field') return null;
  const isText = source.kind === 'path' && ['char', 'text'].includes(source.path.at(-1)?.type ?? '');
  const isBirthdayText = target.type === 'birthday' && isText;
  if (isBirthdayText && target.textFormat === null)
    return `${pathOf(source)} is a text: say the order of day and month in it, format: DD/MM or MM/DD`;
  if (!isBirthdayText && target.textFormat !== null)
    return 'format: is for a birthday that is a text in Odoo';
  return null;
}

/** Odoo would be written to, and can't be. */
function checkDirection({ kind, owner, blank }: MappingEntry, source: OdooSource): string | null {
  if (source.kind === 'constant' || source.kind === 'email' || isWritable(source)) return null;
  if (owner === 'odoo' && blank !== 'fill') return null;
  const remedy =
    kind === 'merge_field' ? 'set owner: odoo, or map another field' : 'map another field, or a category';
  return `${pathOf(source)} can't be written in Odoo: ${remedy}`;
}

function pathOf(source: OdooSource): string {
  return source.kind === 'path' ? source.path.map(({ name }) => name).join('.') : source.kind;
}
