import type { ConsentLooks } from '../../consent/consent-looks.js';
import { carryConsent, type ConsentOutcome } from '../../consent/carry-consent.js';
import type { ConsentPerson } from '../../consent/consent-person.js';
import type { ConsentRun } from '../../consent/consent-run.js';
import {
  changesConsent,
  countsForCap,
  isForTakenOut,
  planConsent,
  type ConsentPlan,
  isNewlyTakenOut,
  statusTaken,
} from '../../consent/plan-consent.js';
import type { RunNumber } from '../../consent/write-down.js';
import { consentHolder } from '../../objects/registry.js';
import type { OddRow } from '../../odoo/records/read-rows.js';
import { chunk } from '../../support/chunk.js';
import { withMailingList, type AudienceRun, type OpenAudience } from '../run/audience-run.js';
import { checkChanges } from '../run/blast-cap.js';
import { admitLive, type LiveLimit } from '../run/live-limit.js';
import { tallyFailure, type RunTally } from '../run/run-tally.js';
import type { SeenConsent } from '../../consent/facts-of.js';
import type { Binding } from '../../store/binding.js';
import { showBindings } from '../addon/show-bindings.js';
import { memberFingerprint } from '../import/member-fingerprint.js';
import { memberOf } from '../people/seen-member.js';
import { unlessBroken } from './unless-broken.js';
import type { NewJournalRow } from '../../store/journal.js';
import type { PlannedChange } from '../run/run-summary.js';

export interface ConsentTask {
  /** False where members are not brought to Odoo by themselves: opt-outs are all the same (B25). */
  mayOptIn: boolean;
  /** One person at a time is told of, whose number nobody can know beforehand: the cap counts by the hour (B54). */
  live?: LiveLimit | undefined;
  /** Where what was seen is kept for those who read more of the same people. */
  looks?: ConsentLooks | undefined;
}

const atOnce = 1000;

/**
 * The path of consent, which goes before everything else in a run and needs nothing of it (B25, B45): looks at these
 * people on both sides, and carries what one side says to the other. All are looked at before anything is written, so
 * that the blast cap sees the whole (B28); those with nothing to carry are written down at once.
 * @returns how many people the blast cap has counted
 * @throws OperatorError `limits.exceeded`
 */
export async function consentPass(
  run: AudienceRun,
  people: AsyncIterable<ConsentPerson[]> | Iterable<ConsentPerson[]>,
  task: ConsentTask,
): Promise<number> {
  const { tally } = run;
  const consent = consentRun(run);
  const due: ConsentPlan[] = [];
  let counted = 0;
  for await (const some of people) {
    run.signal.throwIfAborted();
    const { plans, odd } = await planConsent(consent, some);
    tellOdd(odd, tally);
    const quiet = plans.filter((plan) => !isToBeCarried(plan, task));
    const fresh = plans.filter((plan) => isToBeCarried(plan, task) && !isTold(plan, tally));
    if (!run.dryRun) {
      await carryConsent(boundConsentRun(run), quiet, task);
      tellTakenOut(quiet, tally);
    }
    noteUnwritten(task, quiet);
    for (const plan of fresh) due.push(plan);
    counted += fresh.filter(countsForCap).length;
  }
  if (task.live !== undefined) {
    await carryLive(run, due, { ...task, live: task.live });
    return counted;
  }
  const leaving = due.filter(isForTakenOut);
  const others = due.filter((plan) => !isForTakenOut(plan));
  await carryCapped(run, others, { ...task, counted: counted - leaving.length });
  // What becomes of who was taken off the list in Odoo keeps nobody's own opt-out back.
  await carryCapped(run, leaving, { ...task, counted });
  return counted;
}

/** @param task.counted people of this pass so far, as the blast cap counts */
async function carryCapped(
  run: AudienceRun,
  plans: readonly ConsentPlan[],
  { counted, ...task }: ConsentTask & { counted: number },
): Promise<void> {
  if (plans.length === 0) return;
  const { tally } = run;
  if (counted > 0) await checkConsentCap(run, counted);
  const admitted = plans.filter((plan) => isAdmitted(run, plan));
  for (const { person } of admitted) tally.consented.add(person.memberId);
  if (run.dryRun) planDue(admitted, task, tally);
  else await carryDue(run, admitted, task);
}

/** Of those whom the cap counts as many as may be in this hour, opt-outs first. */
async function carryLive(
  run: AudienceRun,
  due: readonly ConsentPlan[],
  task: ConsentTask & { live: LiveLimit },
): Promise<void> {
  const outs = due.filter(({ decision }) => decision.optOut);
  const others = due.filter(({ decision }) => !decision.optOut);
  const changes = [...outs, ...others].filter(countsForCap);
  const memberIdOf = ({ person }: ConsentPlan): string => person.memberId;
  const admitted = new Set(await admitLive(run, task.live, { kind: 'consent', changes, memberIdOf }));
  const carried = due.filter((plan) => !countsForCap(plan) || admitted.has(plan));
  for (const { person } of carried) run.tally.consented.add(person.memberId);
  await carryDue(run, carried, task);
}

function noteUnwritten({ looks }: ConsentTask, plans: readonly ConsentPlan[]): void {
  for (const plan of plans) looks?.note(plan, new Set(plan.changed.map(({ id }) => id)));
}

function planDue(plans: readonly ConsentPlan[], task: ConsentTask, tally: RunTally): void {
  tally.plan.push(...plans.flatMap(plannedConsent));
  for (const { person } of plans) tally.planned.add(person.memberId);
  noteUnwritten(task, plans);
}

/** An opt-in is left where members are not brought to Odoo by themselves. */
function isToBeCarried(plan: ConsentPlan, { mayOptIn }: ConsentTask): boolean {
  return changesConsent(plan) && (mayOptIn || plan.decision.optOut || plan.decision.takenOut);
}

/** What one look of a run has planned or has been refused is not planned or tried again by its next one. */
function isTold({ person: { memberId } }: ConsentPlan, { planned, refused }: RunTally): boolean {
  return planned.has(memberId) || refused.has(memberId);
}

async function checkConsentCap(run: AudienceRun, people: number): Promise<void> {
  const audienceSize = await run.store.bindings.count(run.audience.id);
  await checkChanges(run, { kind: 'consent', people, audienceSize, what: 'opt out or opt in' });
}

async function carryDue(run: AudienceRun, plans: readonly ConsentPlan[], task: ConsentTask): Promise<void> {
  for (const some of chunk(plans, atOnce)) {
    run.signal.throwIfAborted();
    const outcomes = await carryConsent(boundConsentRun(run), some, task);
    for (const outcome of outcomes) {
      tellRefusals(outcome, run.tally);
      task.looks?.note(outcome.plan, outcome.left);
    }
    tellTakenOut(some, run.tally);
    const rows = outcomes.flatMap((outcome) => consentJournal(run.audience.id, outcome));
    await rememberTold(run, outcomes);
    if (rows.length > 0) await run.journal.append(run.store, rows);
  }
}

/** An opt-out goes whether it is in the plan that is applied or not, and counts as done (B45); an opt-in that isn't waits. */
function isAdmitted({ guard }: AudienceRun, plan: ConsentPlan): boolean {
  const isPlanned = plannedConsent(plan).map((change) => guard?.admit([change]) ?? true);
  return plan.decision.optOut || isPlanned.every(Boolean);
}

export function consentRun(run: OpenAudience): ConsentRun {
  return { ...run, audienceId: run.audience.id, policies: run.config.policies };
}

export function boundConsentRun(
  run: AudienceRun,
): ConsentRun & { mailingListId: number; runNumber: RunNumber } {
  const { mailingListId } = withMailingList(run);
  return { ...consentRun(run), mailingListId, runNumber: run.journal.runNumber };
}

function tellRefusals({ plan: { person }, refusals }: ConsentOutcome, tally: RunTally): void {
  if (refusals.length === 0) return;
  tally.consented.delete(person.memberId);
  for (const { error } of refusals)
    tally.refused.set(person.memberId, { code: error.code, message: error.message });
  for (const { contactId: id, error } of refusals) {
    const { code, message: description } = error;
    tallyFailure(tally, {
      model: consentHolder.model,
      id,
      email: person.email,
      name: null,
      code,
      description,
    });
  }
}

/** A row that can't be read says nothing of anybody's consent, and that has to be known. */
function tellOdd(rows: readonly OddRow[], tally: RunTally): void {
  for (const { model, id, problem } of rows) {
    const description = `This row of ${model} is in a form the bridge doesn’t know (${problem}): correct it in Odoo.`;
    tallyFailure(tally, { model, id, email: null, name: null, code: 'odoo.odd_row', description });
  }
}

/** Says once of whom the bridge has found that they were taken off the mailing list in Odoo, and what can be done (B48). */
function tellTakenOut(plans: readonly ConsentPlan[], { warnings }: RunTally): void {
  for (const { person } of plans.filter(isNewlyTakenOut)) {
    const contact = `${consentHolder.model} ${person.contactId ?? ''}`;
    const description = `${contact} was deleted in Odoo, or taken off the audience’s mailing list, and is not made again. If it was a mistake, put the contact back on the list, or export the customer by --id or --email.`;
    warnings.push({ code: 'taken_out', email: person.email, description });
  }
}

/** The members that were told to MailChimp are from now on what it answered, in the store and in what the addon shows. */
async function rememberTold(run: OpenAudience, outcomes: readonly ConsentOutcome[]): Promise<void> {
  const answers = new Map(
    outcomes.flatMap(({ plan, answer }) => (answer === null ? [] : [[plan.person.memberId, answer]])),
  );
  if (answers.size === 0) return;
  const bindings = await run.store.bindings.byMembers(run.audience.id, [...answers.keys()]);
  const told = bindings.flatMap((binding) => {
    const answer = answers.get(binding.memberId);
    return answer === undefined ? [] : [asAnswered(run, binding, answer)];
  });
  await run.store.bindings.save(told);
  const { mailingListId } = run;
  // What can't be shown is due still, and told when the addon is next brought up to date.
  if (mailingListId !== null) await unlessBroken(() => showBindings(run, mailingListId, told));
}

function asAnswered({ audience, clock }: OpenAudience, binding: Binding, answer: SeenConsent): Binding {
  const isBrought = binding.memberFingerprint === memberFingerprint(memberOf(binding), audience);
  const changed = {
    ...binding,
    status: answer.status,
    lastChanged: new Date(answer.lastChanged).toISOString(),
    pushedAt: clock.now().toISOString(),
    addonDue: true,
  };
  return isBrought
    ? { ...changed, memberFingerprint: memberFingerprint(memberOf(changed), audience) }
    : changed;
}

/** What consent would write for one person, for `--dry-run` (B29): who, what, from → to. */
function plannedConsent(plan: ConsentPlan): PlannedChange[] {
  const { person, decision, changed } = plan;
  const { email } = person;
  const { optOut } = decision;
  const lines: PlannedChange[] = [];
  if (decision.blacklist)
    lines.push({
      side: 'odoo',
      action: 'blacklist',
      email,
      changes: { blacklisted: { from: false, to: true } },
    });
  if (changed.length > 0)
    lines.push({
      side: 'odoo',
      action: optOut ? 'opt_out' : 'opt_in',
      email,
      changes: { opt_out: { from: !optOut, to: optOut } },
    });
  const status = statusTaken(plan);
  if (status !== null)
    lines.push({
      side: 'mailchimp',
      action: status.to === 'archived' ? 'archive' : 'opt_out',
      email: email.toLowerCase(),
      changes: { status },
    });
  return lines;
}

/** The rows of one person for the journal. */
function consentJournal(audienceId: string, { plan, changed, refusals }: ConsentOutcome): NewJournalRow[] {
  const { person } = plan;
  const recordId = person.contactId ?? plan.seen.subscriptions[0]?.contactId ?? null;
  const common = { audienceId, model: consentHolder.model, email: person.email, name: null };
  const failed = refusals.map(({ side, contactId, error }): NewJournalRow => ({
    ...common,
    direction: side === 'odoo' ? 'import' : 'export',
    outcome: 'failed',
    recordId: contactId ?? recordId,
    code: error.code,
    description: error.message,
  }));
  if (!changed) return failed;
  const direction = statusTaken(plan) === null ? 'import' : 'export';
  return [{ ...common, direction, outcome: 'updated', recordId, code: null, description: null }];
}
