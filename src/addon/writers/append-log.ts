import { z } from 'zod';
import { addonModels } from '../../core/addon-names.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import type { logTypes, operations } from '../definition/parts/log.js';

export interface LogEntry {
  /** The run it is about. The same key and audience twice is one log, so that a call can be made again. */
  key: string;
  /** One line, what it is about: `Auto export of Newsletter`. */
  name: string;
  /** MailChimp's id; null when it is about no audience or one that isn't in Odoo. */
  audience: string | null;
  /** When the run began. */
  date: Date;
  type: (typeof logTypes)[number][0];
  operation: (typeof operations)[number][0];
  lines: readonly LogEntryLine[];
}

export interface LogEntryLine {
  /** Of the record. */
  name: string;
  /** A few words that are the same for the same cause: MailChimp's title, or the error's code. Graphs group by it. */
  reason: string;
  /** MailChimp's own words (B21). */
  description: string;
  date: Date;
  /** The record the arrow opens; null for a member that has none. */
  record: { model: string; id: number } | null;
}

/** Writes a log with all its lines in one call; two more to see what is there. @returns its record id */
export async function appendLog(odoo: OdooTransport, entry: LogEntry): Promise<number> {
  const audience = entry.audience === null ? null : await findAudience(odoo, entry.audience);
  const domain = [
    ['x_key', '=', entry.key],
    ['x_audience_id', '=', audience ?? false],
  ];
  const before = await findOne(odoo, addonModels.log, domain);
  if (before !== null) return before;
  const lines = entry.lines.map((line) => [0, 0, lineValues(line, audience)]);
  const values = {
    x_key: entry.key,
    x_name: entry.name,
    x_audience_id: audience ?? false,
    x_date: toOdooDate(entry.date),
    x_type: entry.type,
    x_operation: entry.operation,
    x_line_count: entry.lines.length,
    x_line_ids: lines,
  };
  return (await createRecords(odoo, addonModels.log, [values]))[0] ?? 0;
}

function lineValues({ name, reason, description, date, record }: LogEntryLine, audience: number | null) {
  const about = record === null ? {} : { x_model: record.model, x_res_id: record.id };
  const words = { x_name: name, x_reason: reason, x_description: description };
  return { ...words, x_date: toOdooDate(date), x_audience_id: audience ?? false, ...about };
}

const findAudience = (odoo: OdooTransport, mailchimpId: string): Promise<number | null> =>
  findOne(odoo, addonModels.audience, [['x_mailchimp_id', '=', mailchimpId]]);

async function findOne(
  odoo: OdooTransport,
  model: string,
  domain: readonly unknown[],
): Promise<number | null> {
  const row = z.object({ id: z.number() });
  const [found] = await searchRead(odoo, { model, domain, fields: ['id'], order: 'id', limit: 1, row });
  return found?.id ?? null;
}
