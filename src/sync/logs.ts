import type { AccountConfig } from '../config/account-config.js';
import type { JournalRow } from '../store/journal.js';
import type { Run } from '../store/runs.js';
import type { Store } from '../store/store.js';
import { ConfigurationError } from '../support/errors.js';

/** Commands nobody watches: what they are refused goes into a log (B21); any other shows it on screen (B22). */
const scheduled = ['auto-export', 'sync', 'auto-update', 'webhooks'] as const;

/** What a scheduled run was refused (B21). */
export interface LogEntry {
  id: number;
  type: 'Error';
  operation: 'Export' | 'Import' | 'Export and import';
  command: string;
  audience: string | null;
  date: string;
  lines: number;
}

export interface LogLine {
  name: string | null;
  email: string | null;
  /** The other side's own words. */
  description: string;
  code: string;
  direction: 'import' | 'export';
  model: string;
  id: number | null;
  /** Opens the record in Odoo. */
  link: string | null;
  date: string;
}

export interface LogDetails extends Omit<LogEntry, 'lines'> {
  lines: LogLine[];
}

const shown = 100;

/** The last scheduled runs in which something was refused, newest first; `after` is the id of a run. */
export function failedRuns(store: Store, after = 0): ReturnType<Store['runs']['withFailures']> {
  return store.runs.withFailures(scheduled, { after, limit: shown });
}

export async function listLogs(store: Store): Promise<LogEntry[]> {
  const runs = await failedRuns(store);
  return Promise.all(
    runs.map(async ({ id, command, audienceId, startedAt, failures }) => ({
      id,
      type: 'Error' as const,
      operation: operationOf(await store.journal.failuresOf(id)),
      command,
      audience: audienceId,
      date: startedAt,
      lines: failures,
    })),
  );
}

/** @throws ConfigurationError `usage.log` when there is no such log */
export async function showLog(config: AccountConfig, store: Store, id: number): Promise<LogDetails> {
  const run = await store.runs.get(id);
  const log = run === null || !isScheduled(run) ? null : await logOf(config, store, run);
  if (log !== null && log.lines.length > 0) return log;
  throw new ConfigurationError(`There is no log ${id}`, {
    code: 'usage.log',
    hint: 'logs list shows the ids.',
  });
}

const isScheduled = ({ command }: Run): boolean => scheduled.some((each) => each === command);

/** A run and everything it was refused. */
export async function logOf(config: AccountConfig, store: Store, run: Run): Promise<LogDetails> {
  const rows = await store.journal.failuresOf(run.id);
  return {
    id: run.id,
    type: 'Error',
    operation: operationOf(rows),
    command: run.command,
    audience: run.audienceId,
    date: run.startedAt,
    lines: rows.map((row) => lineOf(config, row)),
  };
}

function operationOf(rows: readonly JournalRow[]): LogEntry['operation'] {
  const directions = new Set(rows.map(({ direction }) => direction));
  if (directions.size > 1) return 'Export and import';
  return directions.has('import') ? 'Import' : 'Export';
}

function lineOf(config: AccountConfig, row: JournalRow): LogLine {
  const { name, email, description, code, direction, model, recordId, at } = row;
  const words = { description: description ?? '', code: code ?? '' };
  return { name, email, ...words, direction, model, id: recordId, link: linkTo(config, row), date: at };
}

/** An address every web client from 14.0 on understands. */
function linkTo({ odoo }: AccountConfig, { model, recordId }: JournalRow): string | null {
  if (recordId === null || recordId === 0 || model === 'member') return null;
  return `${odoo.url.replace(/\/+$/u, '')}/web#id=${recordId}&model=${model}&view_type=form`;
}
