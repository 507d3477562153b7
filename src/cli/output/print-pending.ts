import type { PendingContact } from '../../sync/pending-contacts.js';
import type { CliContext } from '../cli-context.js';
import { textTable } from './text-table.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

const shown = 50;

/** Contacts that were never exported (B18). */
export function printPending({ io, globals }: CliContext, pending: readonly PendingContact[]): void {
  if (globals().json === true) {
    printJson(io, { pending });
    return;
  }
  if (pending.length === 0) {
    io.stdout('No contact is pending.\n');
    return;
  }
  const rows = allVisible(pending)
    .slice(0, shown)
    .map(({ id, name, email, audience }) => [id, name ?? '–', email ?? '–', audience]);
  io.stdout(`${textTable({ head: ['id', 'name', 'e-mail', 'audience'], rows })}\n`);
  if (pending.length > shown) io.stdout(`… and ${pending.length - shown} more; --json lists them all\n`);
  io.stdout('Next: odoo-mailchimp contacts export --pending --dry-run\n');
}
