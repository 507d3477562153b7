import { addonInstalled } from '../addon/addon-installed.js';
import { appendLog, type LogEntry, type LogEntryLine } from '../addon/writers/append-log.js';
import { erasePerson } from '../addon/writers/erase-person.js';
import { readAutoExport } from '../addon/writers/read-auto-export.js';
import { writeAccount, type WrittenAccount } from '../addon/writers/write-account.js';
import { writeAudiences } from '../addon/writers/write-audiences.js';
import { writeMemberStatuses } from '../addon/writers/write-member-statuses.js';
import { once } from '../support/once.js';
import type { Addon } from '../sync/addon/addon.js';
import type { SyncContext } from '../sync/sync-context.js';
import { objectType } from '../objects/registry.js';
import type { LogDetails, LogLine } from '../sync/logs.js';

type Servers = Pick<SyncContext, 'config' | 'odoo' | 'mailchimp'>;

/** The addon in the account's Odoo as a run sees it; null where it isn't installed. One call. */
export async function openAddon(servers: Servers): Promise<Addon | null> {
  const { config, odoo } = servers;
  if (!(await addonInstalled(odoo))) return null;
  const { transport } = odoo;
  let account: Promise<WrittenAccount> | null = null;
  const show = (seenAt: Date | null): Promise<WrittenAccount> => (account = showAccount(servers, seenAt));
  return {
    showAccount: show,
    showStatuses: (mailingListId, rows) => writeMemberStatuses(odoo, mailingListId, rows),
    async showAudiences(rows) {
      const { id } = await (account ?? show(null));
      await writeAudiences(transport, id, rows);
    },
    async showLog(key, log) {
      await appendLog(transport, logEntry(key, log));
    },
    erasePerson: (person) => erasePerson(transport, person),
    autoExportRules: once(() => readAutoExport(transport, config.account)),
  };
}

export function showAccount(
  { config, odoo, mailchimp }: Servers,
  seenAt: Date | null,
): Promise<WrittenAccount> {
  return writeAccount(odoo.transport, {
    key: config.account,
    name: async () => (await mailchimp.account()).name,
    options: config.member_options,
    seenAt,
  });
}

/** A log as `logs show` tells it, in the form of Odoo's (B39). */
function logEntry(key: string, log: LogDetails): LogEntry {
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
