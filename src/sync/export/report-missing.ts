import { isSource } from '../../objects/registry.js';
import { tallyFailure, type RunTally } from '../run-tally.js';
import type { ExportRequest } from './export-request.js';

/** Records named by id or e-mail that Odoo doesn't have (or not on the mailing list) are failures, not silence. */
export function reportMissing(
  { selection, model, scheduled }: ExportRequest,
  found: ReadonlySet<number | string>,
  tally: RunTally,
): void {
  if (scheduled) return;
  const where = isSource(model) ? 'in Odoo' : 'on the audience’s mailing list';
  const description = `No ${model} ${where} by this name; check the id or address, and the mailing list it is on.`;
  const common = { model, name: null, code: 'export.not_found', description };
  if (selection.by === 'ids') {
    const missing = selection.ids.filter((id) => !found.has(id));
    for (const id of missing) tallyFailure(tally, { ...common, id, email: null });
  }
  if (selection.by === 'emails') {
    const missing = selection.emails.filter((email) => !found.has(email.trim().toLowerCase()));
    for (const email of missing) tallyFailure(tally, { ...common, id: null, email });
  }
}
