import type { PlannedChange } from '../run-summary.js';
import type { MemberPlan } from './plan-member.js';

/** A plan in words for `--dry-run` (B29): who, what, from → to. */
export function plannedChanges(plan: MemberPlan): PlannedChange[] {
  const { email } = plan.member;
  const on = (action: PlannedChange['action'], changes: PlannedChange['changes']): PlannedChange => {
    return { side: 'odoo', action, email, changes };
  };
  const blacklist = plan.blacklist ? [on('blacklist', { blacklisted: { from: false, to: true } })] : [];
  if (plan.skipped !== null) return blacklist;
  if (plan.contact === null) return [...blacklist, on('create', created(plan))];
  const changes = updated(plan);
  const consent = consentChange(plan);
  return [
    ...blacklist,
    ...(consent === null ? [] : [on(consent.to === true ? 'opt_out' : 'opt_in', { opt_out: consent })]),
    ...(Object.keys(changes).length === 0 ? [] : [on('update', changes)]),
  ];
}

function created(plan: MemberPlan): PlannedChange['changes'] {
  return {
    name: { from: null, to: plan.values.name ?? null },
    opt_out: { from: null, to: plan.consent.optOut },
    ...(plan.tags.add.length === 0 ? {} : { tags: { from: [], to: plan.tags.add } }),
  };
}

function consentChange({ contact, subscription }: MemberPlan): { from: unknown; to: unknown } | null {
  if (subscription === null) return null;
  return { from: contact?.subscription?.optOut ?? null, to: subscription.optOut };
}

function updated({ contact, values, tags }: MemberPlan): PlannedChange['changes'] {
  const changes: PlannedChange['changes'] = {};
  if (values.name !== undefined) changes.name = { from: contact?.name ?? null, to: values.name };
  if (values.email !== undefined) changes.email = { from: contact?.email ?? null, to: values.email };
  if (tags.add.length > 0) changes.tags_added = { from: [], to: tags.add };
  if (tags.remove.length > 0) changes.tags_removed = { from: tags.remove, to: [] };
  return changes;
}
