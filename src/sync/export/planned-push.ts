import type { MemberStatus } from '../../core/member-status.js';
import type { PlannedChange } from '../run/run-summary.js';
import type { ExportConsent } from './plan-contact.js';
import type { PushPlan } from './plan-records.js';

/** A push in words for `--dry-run` (B29): who, what, from → to. */
export function plannedPush({ known, decision: { consent, push } }: PushPlan): PlannedChange {
  const { member } = known;
  const changes: PlannedChange['changes'] = {};
  const status = newStatus(consent);
  if (status !== null) changes.status = { from: member?.status ?? null, to: status };
  if (push.renameTo !== null) changes.email = { from: member?.email ?? null, to: push.renameTo };
  for (const [key, to] of Object.entries(push.values))
    changes[key] = { from: member?.values[key] ?? null, to };
  if (push.tags.add.length > 0) changes.tags_added = { from: [], to: push.tags.add };
  if (push.tags.remove.length > 0) changes.tags_removed = { from: push.tags.remove, to: [] };
  return { side: 'mailchimp', action: actionOf(consent.action), email: known.address, changes };
}

function newStatus(consent: ExportConsent): MemberStatus | null {
  switch (consent.action) {
    case 'create':
      return consent.statusIfNew;
    case 'resubscribe':
      return consent.status;
    case 'update':
      return null;
  }
}

function actionOf(action: ExportConsent['action']): PlannedChange['action'] {
  return action === 'resubscribe' ? 'opt_in' : action;
}
