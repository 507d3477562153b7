import { consentHolder, createdSource } from '../../objects/registry.js';
import type { Binding } from '../../store/binding.js';
import type { RecordError } from '../../support/errors.js';
import { linksOf } from '../people/person-view.js';
import { bindingOf } from '../people/seen-member.js';
import type { AudienceRun } from '../sync-context.js';
import type { Applied } from './apply-plans.js';
import { memberFingerprint } from './member-fingerprint.js';
import type { MemberPlan } from './plan-member.js';

/** The bindings after Odoo has committed the plans; a refused member keeps what it had, and its refusal. */
export function importedBindings(
  run: AudienceRun,
  plans: readonly MemberPlan[],
  applied: Applied,
  before: ReadonlyMap<string, Binding>,
): Binding[] {
  const refused = new Map(applied.refused.map(({ item, error }) => [item, error]));
  const now = run.clock.now().toISOString();
  return plans.map((plan) => {
    const known = before.get(plan.member.memberId);
    const seen = { ...bindingOf(run.audience.id, plan.member, known), pulledAt: now };
    const error = refused.get(plan);
    return error === undefined ? linked(run, plan, seen, applied) : withError(run, plan, seen, error);
  });
}

function linked(run: AudienceRun, plan: MemberPlan, seen: Binding, applied: Applied): Binding {
  const contactId = applied.contactIds.get(plan) ?? null;
  if (contactId === null) return { ...seen, memberFingerprint: null, importDue: false, error: null };
  const addonDue = !applied.isShown;
  return {
    ...seen,
    addonDue,
    memberFingerprint: memberFingerprint(plan.member, run.audience),
    importDue: false,
    error: null,
    records: links(run, plan, applied, seen),
    base: { ...plan.base },
    exportDue: plan.exportDue,
  };
}

/** To the records that were there, and those that were made. */
function links(
  { types }: AudienceRun,
  plan: MemberPlan,
  { contactIds, createdIds }: Applied,
  { records }: Binding,
): Binding['records'] {
  const found = linksOf(types, plan.person, records);
  const [contactId, createdId] = [contactIds.get(plan), createdIds.get(plan)];
  return {
    ...found,
    ...(contactId === undefined ? {} : { [consentHolder.model]: contactId }),
    ...(createdId === undefined ? {} : { [createdSource.model]: createdId }),
  };
}

/** The next run brings the member again. */
function withError(run: AudienceRun, { member }: MemberPlan, seen: Binding, error: RecordError): Binding {
  const { code, message } = error;
  const attempts = (seen.error?.attempts ?? 0) + 1;
  const at = run.clock.now().toISOString();
  const fingerprint = memberFingerprint(member, run.audience);
  const refusal = { code, message, fingerprint, at, attempts };
  return { ...seen, memberFingerprint: null, importDue: true, error: refusal };
}
