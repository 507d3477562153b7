import { knobTable } from './knob-table.js';
import type { KnobName } from './knob-table.js';

type Widened<T> = T extends number ? number : T extends boolean ? boolean : string;

export type Knobs = { -readonly [K in KnobName]: Widened<(typeof knobTable)[K]['value']> };
type KnobValue = string | number | boolean;

interface KnobRow {
  value: KnobValue;
  oneOf?: readonly string[];
  help: string;
}

const rows: Readonly<Record<string, KnobRow>> = knobTable;

export function defaultKnobs(): Knobs {
  const entries = Object.entries(rows).map(([name, row]) => [name, row.value]);
  return Object.fromEntries(entries) as Knobs;
}

/** The knobs with `changes` laid over them, or the sentence that says what is wrong with the changes. */
export function turnKnobs(knobs: Knobs, changes: Readonly<Record<string, unknown>>): Knobs | string {
  const next: Record<string, KnobValue> = { ...knobs };
  for (const [name, given] of Object.entries(changes)) {
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (!row) return `Unknown knob ${name}. Knobs: ${Object.keys(rows).join(', ')}.`;
    const value = converted(row, given);
    if (value === undefined) return `Knob ${name} takes ${expected(row)}.`;
    next[name] = value;
  }
  return next as Knobs;
}

function converted(row: KnobRow, given: unknown): KnobValue | undefined {
  if (typeof row.value === 'number') return toNumber(given);
  if (typeof row.value === 'boolean') return typeof given === 'boolean' ? given : undefined;
  const text = typeof given === 'string' || typeof given === 'number' ? String(given) : undefined;
  if (text === undefined) return undefined;
  return !row.oneOf || row.oneOf.includes(text) ? text : undefined;
}

/** `true` and `false` stand for always and never where a share is asked. */
function toNumber(given: unknown): number | undefined {
  if (typeof given === 'boolean') return Number(given);
  return typeof given === 'number' && Number.isFinite(given) && given >= 0 ? given : undefined;
}

function expected(row: KnobRow): string {
  if (row.oneOf) return `one of ${row.oneOf.map((option) => JSON.stringify(option)).join(', ')}`;
  return `a ${typeof row.value}${typeof row.value === 'number' ? ' of 0 or more' : ''}`;
}

/** A knob that holds several values by comma. */
export function knobValues(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
