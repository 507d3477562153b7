import type { LogEntry, LogEntryLine } from '../addon/writers/append-log.js';
import { objectType } from '../objects/registry.js';
import type { LogDetails, LogLine } from '../sync/logs.js';

/** A log as `logs show` tells it, in the form of Odoo's (B39). */
export function logEntry(key: string, log: LogDetails): LogEntry {
  return {
    key,
    name: `${log.operation} by ${log.command}`,
    audience: log.audience,
    date: new Date(log.date),
    type: 'error',
    operation: operations[log.operation],
    lines: log.lines.map(entryLine),
  };
}

const operations = { Export: 'export', Import: 'import', 'Export and import': 'export_import' } as const;

function entryLine({ name, email, code, description, model, id, date }: LogLine): LogEntryLine {
  const isRecord = objectType(model) !== undefined;
  return {
    name: name ?? email ?? '–',
    reason: code,
    description,
    date: new Date(date),
    record: isRecord && id !== null && id !== 0 ? { model, id } : null,
  };
}
