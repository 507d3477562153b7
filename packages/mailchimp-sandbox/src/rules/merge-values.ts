import type { FieldError } from '../http/problem.js';
import { problems } from '../http/problems.js';
import type { MergeField } from '../model/merge-field.js';
import type { Merges, MergeValue } from '../model/member-record.js';
import { MergeRefusal } from './merge-refusal.js';
import { readMergeValue } from './merge-value.js';

/** Nothing, required values that are missing, or invalid values too, which are then left as they were. */
export type SkippedValidation = 'nothing' | 'missing' | 'invalid';

export interface MergeWrite {
  fields: readonly MergeField[];
  /** What the member has. */
  stored: Merges;
  /** What the request gives; unknown tags are ignored. */
  given: Readonly<Record<string, unknown>>;
  skip: SkippedValidation;
}

/** The merge values after the write; one invalid value refuses all of them (API §5.4 rules 9 to 11). */
export function writeMergeValues(write: MergeWrite): Merges {
  const errors: FieldError[] = [];
  const merges: Record<string, MergeValue> = { ...write.stored };
  for (const field of write.fields) {
    const given = write.given[field.tag];
    if (given === undefined || given === null) continue;
    const value = attempt(field, given, errors);
    if (value === '') Reflect.deleteProperty(merges, field.tag);
    else if (value !== undefined) merges[field.tag] = value;
  }
  if (write.skip === 'invalid') return merges;
  if (write.skip === 'nothing') errors.push(...missing(write.fields, merges, errors));
  if (errors.length > 0) throw problems.mergeFields(errors);
  return merges;
}

function attempt(field: MergeField, given: unknown, errors: FieldError[]): MergeValue | undefined {
  try {
    return readMergeValue(field, given);
  } catch (error) {
    if (!(error instanceof MergeRefusal)) throw error;
    if (error.schema) throw problems.schema([{ field: `merge_fields.${field.tag}`, message: error.message }]);
    errors.push({ field: field.tag, message: error.message });
    return undefined;
  }
}

function missing(fields: readonly MergeField[], merges: Merges, known: readonly FieldError[]): FieldError[] {
  return fields
    .filter(({ required, tag }) => required && merges[tag] === undefined)
    .filter(({ tag }) => !known.some(({ field }) => field === tag))
    .map(({ tag }) => ({ field: tag, message: 'Please enter a value' }));
}
