import { createdSource } from '../../objects/registry.js';
import type { PlannedChange } from '../run/run-summary.js';
import type { MemberPlan } from './plan-member.js';

/** A plan in words for `--dry-run` (B29): who, what, from → to. */
export function plannedChanges(plan: MemberPlan): PlannedChange[] {
  const { email } = plan.known.member;
  const on = (action: PlannedChange['action'], changes: PlannedChange['changes']): PlannedChange => {
    return { side: 'odoo', action, email, changes };
  };
  if (plan.skipped !== null) return [];
  if (plan.known.person.contact === null) return [on('create', created(plan))];
  const changes = updated(plan);
  const { subscription } = plan;
  const consent = subscription === null ? null : { from: null, to: subscription.optOut };
  return [
    ...(consent === null ? [] : [on(consent.to ? 'opt_out' : 'opt_in', { opt_out: consent })]),
    ...(Object.keys(changes).length === 0 ? [] : [on('update', changes)]),
  ];
}

function created(plan: MemberPlan): PlannedChange['changes'] {
  const changes = fromTo({ name: null, ...plan.contactValues }, {});
  // The line says whom it is about.
  delete changes.email;
  return {
    ...changes,
    ...sourceChanges(plan),
    opt_out: { from: null, to: plan.consent.optOut },
    ...(plan.tags.add.length === 0 ? {} : { tags: { from: [], to: plan.tags.add } }),
  };
}

function updated(plan: MemberPlan): PlannedChange['changes'] {
  const {
    known: { person },
    contactValues,
    tags,
  } = plan;
  const changes = { ...fromTo(contactValues, person.contact?.values ?? {}), ...sourceChanges(plan) };
  if (tags.add.length > 0) changes.tags_added = { from: [], to: tags.add };
  if (tags.remove.length > 0) changes.tags_removed = { from: tags.remove, to: [] };
  return changes;
}

type Change = PlannedChange['changes'][string];

function sourceChanges({ known, makesSource, sourceValues }: MemberPlan): PlannedChange['changes'] {
  const all = Object.entries(sourceValues).flatMap(([key, values]): [string, Change][] => {
    if (makesSource && key === createdSource.key) return [[key, { from: null, to: values.name }]];
    const changes = fromTo(values, known.person.sources[key]?.values ?? {});
    return Object.entries(changes).map(([name, change]) => [`${key}.${name}`, change]);
  });
  return Object.fromEntries(all);
}

function fromTo(
  values: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): PlannedChange['changes'] {
  const shown = (value: unknown): unknown => (value === false || value === undefined ? null : value);
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.map(([name, to]) => [name, { from: shown(before[name]), to: shown(to) }]),
  );
}
