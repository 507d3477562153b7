import {
  closeSync,
  createReadStream,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keyOf } from './journal-line.js';
import type { JournalLine } from './journal-line.js';

/**
 * The state as a file of lines that only grows: a crash costs at most the line it cut through. When it is opened,
 * superseded lines are dropped.
 */
export class JournalFile {
  readonly #file: number;

  private constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  /** Opens or makes the journal of a folder, and gives the latest line of everything in it. */
  static async open(folder: string): Promise<{ journal: JournalFile; lines: JournalLine[] }> {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'mailchimp-sandbox.jsonl');
    const latest = existsSync(path) ? await readLatest(path) : new Map<string, JournalLine>();
    rewrite(path, latest.values());
    return { journal: new JournalFile(path), lines: [...latest.values()] };
  }

  append(lines: readonly JournalLine[]): void {
    if (lines.length > 0) writeSync(this.#file, textOf(lines));
  }

  /** Forgets everything. */
  clear(): void {
    ftruncateSync(this.#file, 0);
  }

  close(): void {
    closeSync(this.#file);
  }
}

const textOf = (lines: Iterable<JournalLine>): string =>
  [...lines].map((line) => `${JSON.stringify(line)}\n`).join('');

/** Lines that only say that something is no more. */
const undoing: ReadonlySet<JournalLine['kind']> = new Set(['no-batch', 'remembered']);

async function readLatest(path: string): Promise<Map<string, JournalLine>> {
  const latest = new Map<string, JournalLine>();
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const line = parsed(text);
    if (!line) continue;
    const key = keyOf(line);
    // Deleting first keeps the order of the latest lines.
    latest.delete(key);
    if (line.kind === 'no-audience') dropAudience(latest, line.id);
    else if (!undoing.has(line.kind)) latest.set(key, line);
  }
  return latest;
}

/** A line that a crash cut through is as if it had not been written. */
function parsed(text: string): JournalLine | undefined {
  try {
    return JSON.parse(text) as JournalLine;
  } catch {
    return undefined;
  }
}

function dropAudience(latest: Map<string, JournalLine>, id: string): void {
  for (const [key, line] of latest) if (audienceOf(line) === id) latest.delete(key);
}

/** The audience whose detail a line is. */
function audienceOf(line: JournalLine): string | undefined {
  return line.kind === 'member' || line.kind === 'seed' || line.kind === 'forgotten'
    ? line.audience
    : undefined;
}

/** By way of a second file, so that the first is whole until the second is. */
function rewrite(path: string, lines: Iterable<JournalLine>): void {
  const draft = `${path}.new`;
  writeFileSync(draft, '');
  const file = openSync(draft, 'a');
  let pending: JournalLine[] = [];
  for (const line of lines) {
    pending.push(line);
    if (pending.length < 1000) continue;
    writeSync(file, textOf(pending));
    pending = [];
  }
  if (pending.length > 0) writeSync(file, textOf(pending));
  closeSync(file);
  renameSync(draft, path);
}
