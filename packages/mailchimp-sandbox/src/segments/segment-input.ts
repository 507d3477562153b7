import { BodyReader } from '../http/body-reader.js';
import type { SegmentOptions } from '../model/segment.js';

export interface SegmentInput {
  name: string | undefined;
  /** Addresses of a static segment, which is a tag. */
  emails: string[] | undefined;
  /** The question of a saved segment. */
  options: SegmentOptions | undefined;
}

export function readSegment(body: Readonly<Record<string, unknown>>, isNew: boolean): SegmentInput {
  const reader = new BodyReader(body);
  if (isNew) reader.require(['name']);
  const name = reader.text('name')?.trim();
  const emails = reader.texts('static_segment');
  const options = readOptions(reader);
  if (name === '') reader.fail('name', 'This value should not be blank.');
  if (isNew && !emails && !options) reader.fail('static_segment', 'This value should not be blank.');
  if (emails && options) reader.fail('options', 'A static segment has no conditions.');
  reader.finish();
  return { name, emails, options };
}

function readOptions(reader: BodyReader): SegmentOptions | undefined {
  const body = reader.object('options');
  if (!body) return undefined;
  const options = new BodyReader(body, 'options.');
  const match = options.choice('match', ['any', 'all']) ?? 'all';
  const conditions = options.objects('conditions') ?? [];
  options.finish();
  return { match, conditions };
}
