import { losesTags } from '../../core/tags.js';
import { consentOf } from '../../consent/consent-of.js';
import { pushedRecords, type PushedStatus } from '../../consent/pushed-records.js';
import { writeDown } from '../../consent/write-down.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { AutoExport } from '../../store/auto-exports.js';
import type { Binding } from '../../store/binding.js';
import type { ExportFailure } from '../../store/export-failures.js';
import { showBindings } from '../addon/show-bindings.js';
import { peopleOfBindings } from '../consent/consent-people.js';
import type { AppliedPage, PassSteps } from '../pass/pass.js';
import { seenPerson } from '../people/person-consent.js';
import { retryAt } from '../retry-pause.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { checkChanges } from '../run/blast-cap.js';
import { enrolAccepted, optOutNewRefused, plannedEnrolment, enrolMembers } from './enrol-accepted.js';
import type { ExportRequest } from './export-request.js';
import { afterwards, exportedOf, type Exported } from './exported.js';
import { foretellMoved, formerBinding, optMovedIn, plannedMove } from './move-bounced.js';
import { isPush, planRecords, type RecordPlan } from './plan-records.js';
import { plannedPush } from './planned-push.js';
import { pushBatch } from './push-batch.js';
import type { PushAnswer } from './push-member.js';
import { pushedBinding, unchangedBinding } from './pushed-binding.js';
import { bindingsOfSelected } from './read-selected.js';

/** A page of records selected in Odoo. */
export type ExportPage = readonly SelectedRecord[];

/**
 * Odoo → MailChimp: what an export does in each step of a pass (B16, B17).
 * @param batchSize the most people in one call
 */
export function exportSteps(
  run: AudienceRun,
  request: ExportRequest,
  batchSize: number,
): PassSteps<ExportPage, RecordPlan, Exported> {
  const { model } = request;
  const seen = new Set<string>();
  return {
    direction: 'export',
    mayOptIn: run.config.member_options.auto_sync_member,
    async concerned(records) {
      const bindings = await bindingsOfSelected(run, model, records);
      const others = bindings.filter(({ memberId }) => request.looks?.knows(memberId) !== true);
      return peopleOfBindings(run, others, new Set());
    },
    plan: async (page, look) => ({
      page,
      plans: await planRecords(run, request, page, seen, look),
      unchanged: 0,
      passedOver: [],
    }),
    checkCap: (people) => checkCap(run, request, people),
    isCounted: (plan) => isCounted(request, plan),
    changes: (plan) => [
      ...(isPush(plan) ? [plannedPush(plan)] : []),
      ...plannedEnrolment(request, plan, run.config.policies),
      ...plannedMove(plan),
    ],
    foresee: (plan) => exportedOf(plan, null),
    prepare: (plans) => enrolMembers(run, request, plans),
    mostAtOnce: batchSize,
    async apply(plans) {
      await foretellMoved(run, plans);
      if (request.isRule === true) await rememberAsked(run, model, plans);
      const answers = await pushBatch(run, plans.filter(isPush), request);
      const accepted = await enrolAccepted(run, request, answers);
      const refused = await optOutNewRefused(run, request, answers);
      const byPlan = new Map<RecordPlan, PushAnswer>(answers.map((answer) => [answer.plan, answer]));
      const after = new Map([...accepted, ...refused]);
      return plans.map((plan) => afterwards(exportedOf(plan, byPlan.get(plan) ?? null), after.get(plan)));
    },
    subject: ({ plan: { record } }) => {
      const { id: recordId, name, address, email } = record;
      return { model, recordId, email: address ?? email, name };
    },
    record: (applied, store) => record({ ...run, store }, request, applied),
  };
}

/** @throws OperatorError `limits.exceeded` when an export is about to change more people than it may (B28) */
async function checkCap(
  run: AudienceRun,
  { alsoChanged = 0 }: Pick<ExportRequest, 'alsoChanged'>,
  counted: number,
): Promise<void> {
  const people = counted + alsoChanged;
  if (people === 0) return;
  const audienceSize = await run.store.bindings.count(run.audience.id);
  const what = 'change the consent or the address of, or add,';
  await checkChanges(run, { kind: 'update', people, audienceSize, what });
}

/** B28: known people who are asked again, renamed (B52) or lose a tag (B62), and the new members of a scheduled export. */
function isCounted({ scheduled }: ExportRequest, plan: RecordPlan): boolean {
  if (!isPush(plan)) return false;
  const { consent, push } = plan.decision;
  if (consent.action === 'resubscribe' || (scheduled && consent.action === 'create')) return true;
  return push.renameTo !== null || losesTags(push.tags);
}

/** Writes down what MailChimp has confirmed: bindings, what consent knows, failures and journal. */
async function record(
  run: AudienceRun,
  request: ExportRequest,
  { outcomes, rows }: AppliedPage<ExportPage, RecordPlan, Exported>,
): Promise<void> {
  const { model } = request;
  const { id } = run.audience;
  const bindings = outcomes.flatMap((outcome) =>
    [formerBinding(outcome), bindingAfter(run, request, outcome) ?? []].flat(),
  );
  const failures = outcomes.flatMap((outcome) => failureOf(run, request, outcome) ?? []);
  const cleared = outcomes.filter(isCleared).map(({ plan }) => plan.record.id);
  const handled = request.isRule === true ? outcomes.flatMap((outcome) => ruleState(outcome) ?? []) : [];
  if (bindings.length + rows.length + failures.length + cleared.length + handled.length === 0) return;
  const pushed = outcomes.flatMap((outcome) => statusPushed(run, outcome) ?? []);
  const consented = await pushedRecords(run.odoo, pushed);
  await run.store.transaction(async (store) => {
    await store.bindings.save(bindings);
    await writeDown(store, consented, run.journal.runNumber);
    await store.exportFailures.save(failures);
    await store.exportFailures.forget(id, model, cleared);
    await store.autoExports.save(id, model, handled);
    await store.autoExports.remove(id, model, request.isRule === true ? refusedIds(outcomes) : []);
    await run.journal.append(store, rows);
  });
  await optMovedIn(run, outcomes);
  if (run.mailingListId !== null) await showBindings(run, run.mailingListId, bindings);
}

function bindingAfter(
  open: OpenAudience,
  { isRule }: ExportRequest,
  { plan, member }: Exported,
): Binding | null {
  const { known, decision } = plan;
  const { merge, outcome } = decision;
  const isUnchanged = outcome === 'unchanged' && merge !== null && known !== null;
  const unchanged = isUnchanged ? unchangedBinding(open, known, merge) : null;
  const binding = isPush(plan) && member !== null ? pushedBinding(open, plan, member) : unchanged;
  return binding === null || isRule !== true ? binding : { ...binding, tagsOff: false };
}

/** What consent is to know of a member whose status was set; an ordinary update sets none (B26). */
function statusPushed({ audience }: OpenAudience, { plan, member }: Exported): PushedStatus | null {
  if (!isPush(plan) || member === null || plan.decision.consent.action === 'update') return null;
  if (plan.former !== null) return null;
  const { known } = plan;
  return {
    audienceId: audience.id,
    memberId: member.contactId,
    email: member.email,
    seen: seenPerson(known),
    before: known.entry,
    answer: consentOf(member),
  };
}

/** B19: what the rule remembers of a record; one that was refused is tried again, so nothing. */
function ruleState({ plan, member, done, code }: Exported): AutoExport | null {
  const { record: selected } = plan;
  if (isRefused({ done, member }) || (done === 'skipped' && code === 'refused_before')) return null;
  const isMade = done === 'created' || isCreate(plan);
  const state = done === 'skipped' ? 'skipped' : isMade ? 'made' : 'member';
  // The store knows their address no more (B57).
  const address = code === 'forgotten' ? null : selected.address;
  return { recordId: selected.id, address, state };
}

/** Before MailChimp is asked: whether the rule has made a member is not to depend on an answer that may be lost (B19). */
async function rememberAsked(run: OpenAudience, model: string, plans: readonly RecordPlan[]): Promise<void> {
  const asked = plans.filter(isCreate).map(({ record: { id: recordId, address } }): AutoExport => {
    return { recordId, address, state: 'asked' };
  });
  await run.store.autoExports.save(run.audience.id, model, asked);
}

/** Of those that were asked for in vain: the rule has made no member of them. */
function refusedIds(outcomes: readonly Exported[]): number[] {
  const refused = outcomes.filter((outcome) => isRefused(outcome) && isCreate(outcome.plan));
  return refused.map(({ plan }) => plan.record.id);
}

/** One of whom only a value stayed back is a member. */
const isRefused = ({ done, member }: Pick<Exported, 'done' | 'member'>): boolean =>
  done === 'failed' && member === null;

const isCreate = (plan: RecordPlan): boolean => isPush(plan) && plan.decision.consent.action === 'create';

/** MailChimp has taken what it refused before, or there is nothing left to send. */
function isCleared({ plan, member, done }: Exported): boolean {
  return (
    done !== 'failed' && plan.before !== null && (member !== null || plan.decision.outcome === 'unchanged')
  );
}

/** B27, B49: refusals that stay what they are until the record changes. */
const permanent = [
  'mailchimp.cannot_rename',
  'mailchimp.compliance_state',
  'mailchimp.forgotten',
  'mailchimp.looks_fake',
];

function failureOf(
  { audience, clock }: OpenAudience,
  { model }: ExportRequest,
  { plan, done, code, description }: Exported,
): ExportFailure | null {
  if (done !== 'failed' || code === null) return null;
  const { before, record: selected, fingerprint } = plan;
  const isSame = before?.fingerprint === fingerprint;
  if (isSame && before.retryAt === null && !isPush(plan)) return null;
  const attempts = isSame ? before.attempts + 1 : 1;
  const now = clock.now();
  return {
    audienceId: audience.id,
    model,
    recordId: selected.id,
    email: selected.address ?? selected.email,
    name: selected.name,
    code,
    description: description ?? '',
    fingerprint,
    attempts,
    failedAt: now.toISOString(),
    retryAt: permanent.includes(code) ? null : retryAt(now, attempts).toISOString(),
  };
}
