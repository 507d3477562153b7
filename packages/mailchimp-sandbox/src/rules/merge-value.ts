import type { MergeField } from '../model/merge-field.js';
import type { MergeValue } from '../model/member-record.js';
import { readAddress } from './merge-address.js';
import { readBirthday, readDate } from './merge-date.js';
import { MergeRefusal } from './merge-refusal.js';

const textBytes = 255;

/** The value as MailChimp stores it, `''` when it clears the field; throws MergeRefusal (API §5.6). */
export function readMergeValue(field: MergeField, given: unknown): MergeValue {
  if (given === '') return '';
  if (field.type === 'address') return readAddress(field, given);
  if (typeof given !== 'string' && typeof given !== 'number') {
    throw new MergeRefusal(
      `Schema describes string, ${Array.isArray(given) ? 'array' : typeof given} found instead`,
    );
  }
  if (field.type === 'number') return readNumber(given);
  return readText(field, String(given));
}

function readNumber(given: string | number): number {
  const value = typeof given === 'number' ? given : decimal(given.trim());
  if (!Number.isFinite(value)) throw new MergeRefusal('Please enter a number');
  return value;
}

/** Not what `Number` takes beyond it: nothing, `0x10`, `Infinity`. */
function decimal(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

function readText(field: MergeField, given: string): string {
  switch (field.type) {
    case 'date':
      return readDate(given);
    case 'birthday':
      return readBirthday(given, field.options.date_format);
    case 'radio':
    case 'dropdown':
      return readChoice(field, given);
    case 'zip':
      return matching(given, /^\d{5}$/, 'Please enter a zip code (5 digits)');
    case 'phone':
      return readPhone(field, given);
    case 'url':
    case 'imageurl':
      return matching(given, /^https?:\/\/[^\s/$.?#][^\s]*$/i, 'That is not a valid URL');
    default:
      return truncated(given);
  }
}

function readChoice(field: MergeField, given: string): string {
  const choices = field.options.choices ?? [];
  if (choices.includes(given)) return given;
  throw new MergeRefusal(`Value must be one of: ${choices.join(', ')} (not ${given})`);
}

function readPhone(field: MergeField, given: string): string {
  if (field.options.phone_format !== 'US') return truncated(given);
  return matching(given, /^\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}$/, 'Please enter a valid phone number');
}

function matching(given: string, pattern: RegExp, message: string): string {
  if (!pattern.test(given)) throw new MergeRefusal(message);
  return given;
}

/** Cut to 255 bytes, never through the middle of a character. */
function truncated(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= textBytes) return text;
  return bytes.subarray(0, textBytes).toString('utf8').replace(/�+$/, '');
}
