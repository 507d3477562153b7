import type { PlannedChange } from '../run-summary.js';
import type { ExportItem } from './export-item.js';

/** A push in words for `--dry-run` (B29): who, what, from → to. */
export function plannedPush({ plan: { known, consent, push } }: ExportItem): PlannedChange {
  const changes: PlannedChange['changes'] = {};
  if (consent.action === 'create') changes.status = { from: null, to: consent.statusIfNew };
  if (consent.action === 'unsubscribe') changes.status = { from: known.status, to: 'unsubscribed' };
  if (consent.action === 'resubscribe') changes.status = { from: known.status, to: consent.status };
  if (push.renameTo !== null) changes.email = { from: known.base?.email ?? null, to: push.renameTo };
  for (const [tag, to] of Object.entries(push.mergeFields)) {
    changes[tag] = { from: known.base?.mailchimp[tag] ?? null, to };
  }
  if (push.tags.add.length > 0) changes.tags_added = { from: [], to: push.tags.add };
  if (push.tags.remove.length > 0) changes.tags_removed = { from: push.tags.remove, to: [] };
  return { side: 'mailchimp', action: actionOf(consent.action), email: known.address, changes };
}

function actionOf(action: ExportItem['plan']['consent']['action']): PlannedChange['action'] {
  if (action === 'unsubscribe') return 'opt_out';
  return action === 'resubscribe' ? 'opt_in' : action;
}
