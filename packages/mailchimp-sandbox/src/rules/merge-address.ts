import type { MergeField } from '../model/merge-field.js';
import type { Address } from '../model/member-record.js';
import { MergeRefusal } from './merge-refusal.js';

const needed = ['addr1', 'city', 'state', 'zip'] as const;
const optional = ['addr2', 'country'] as const;
const noSchemaFits = 'Data did not match any of the schemas described in anyOf.';

/** MailChimp's own numbers of countries for `default_country`; the one every audience starts with. */
const countriesByNumber: Readonly<Record<number, string>> = { 164: 'US' };

/** All or nothing: addr1, city, state and zip, or an empty address that clears the field. */
export function readAddress(field: MergeField, given: unknown): Address | '' {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new MergeRefusal(noSchemaFits, true);
  const parts = given as Record<string, unknown>;
  const known = [...needed, ...optional].filter((key) => parts[key] !== undefined && parts[key] !== null);
  if (known.every((key) => parts[key] === '')) return '';
  for (const key of known) requireText(parts[key]);
  if (needed.some((key) => parts[key] === undefined)) throw new MergeRefusal(noSchemaFits, true);
  if (needed.some((key) => text(parts[key]) === ''))
    throw new MergeRefusal('Please enter a complete address');
  return {
    addr1: text(parts.addr1),
    addr2: text(parts.addr2),
    city: text(parts.city),
    state: text(parts.state),
    zip: text(parts.zip),
    country: country(field, text(parts.country)),
  };
}

function requireText(value: unknown): void {
  if (typeof value === 'string') return;
  throw new MergeRefusal(
    `Schema describes string, ${typeof value === 'number' ? 'integer' : typeof value} found instead`,
    true,
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function country(field: MergeField, given: string): string {
  if (/^[A-Za-z]{2}$/.test(given)) return given.toUpperCase();
  return countriesByNumber[field.options.default_country ?? 164] ?? 'US';
}
