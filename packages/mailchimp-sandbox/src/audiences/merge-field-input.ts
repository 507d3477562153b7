import { BodyReader } from '../http/body-reader.js';
import { problems } from '../http/problems.js';
import { mergeFieldTypes } from '../model/merge-field.js';
import type { MergeField, MergeFieldOptions } from '../model/merge-field.js';

/** Reads a merge field beside the others; `before` is the one being changed, whose type stays (API §5.6). */
export function readMergeField(
  body: Readonly<Record<string, unknown>>,
  others: readonly MergeField[],
  before: MergeField | undefined,
): Partial<MergeField> {
  const reader = new BodyReader(body);
  if (!before) reader.require(['name', 'type']);
  const type = before ? undefined : reader.choice('type', mergeFieldTypes);
  const given = {
    tag: readTag(reader, others, before),
    name: reader.text('name'),
    type,
    required: reader.flag('required'),
    default_value: reader.text('default_value'),
    public: reader.flag('public'),
    display_order: reader.integer('display_order'),
    options: readOptions(reader, before?.type ?? type),
    help_text: reader.text('help_text'),
  };
  if (given.name?.trim() === '') reader.fail('name', 'This value should not be blank.');
  reader.finish();
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function readTag(
  reader: BodyReader,
  others: readonly MergeField[],
  before: MergeField | undefined,
): string | undefined {
  const tag = reader.text('tag')?.trim().toUpperCase();
  if (!tag) return undefined;
  if (!/^[A-Z0-9_]{1,10}$/.test(tag)) {
    reader.fail('tag', 'Merge tags take up to 10 letters, numbers and underscores.');
    return undefined;
  }
  const taken = others.some((field) => field !== before && field.tag === tag);
  if (taken || tag === 'EMAIL')
    throw problems.badRequest(`A Merge Field with the tag "${tag}" already exists for this list.`);
  return tag;
}

function readOptions(reader: BodyReader, type: string | undefined): MergeFieldOptions | undefined {
  const body = reader.object('options');
  const chooses = type === 'radio' || type === 'dropdown';
  if (!body) return undefined;
  const options = new BodyReader(body, 'options.');
  const given = {
    size: options.integer('size'),
    phone_format: options.text('phone_format'),
    date_format: options.text('date_format'),
    default_country: options.integer('default_country'),
    choices: chooses ? options.texts('choices') : undefined,
  };
  options.finish();
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
