import { losesTags } from '../../core/tags.js';
import { settleMade, type MadeSubscription } from '../../consent/new-subscription.js';
import { writeDown, type ConsentRecord } from '../../consent/write-down.js';
import { consentHolder, createdSource } from '../../objects/registry.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import { boundConsentRun } from '../consent/consent-pass.js';
import { peopleOfMembers } from '../consent/consent-people.js';
import { tellOddMembers } from '../consent/tell-odd-members.js';
import type { AppliedPage, Outcome, PassSteps, PlannedPage } from '../pass/pass.js';
import { forgottenMembers } from '../people/forgotten-members.js';
import { seenPerson } from '../people/person-consent.js';
import { seeMembers } from '../people/see-members.js';
import { seenConsent, type SeenMember, bindingOf } from '../people/seen-member.js';
import { isUnconfirmed, settleCreates } from '../people/settle-creates.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { checkBlastCap } from '../run/blast-cap.js';
import type { LiveLimit } from '../run/live-limit.js';
import { applyPlans, type Written } from './apply-plans.js';
import { importRules } from './import-rules.js';
import { tellHeldCustomers } from './tell-held-customers.js';
import type { Imported, ImportPage } from './imported.js';
import { memberFingerprint } from './member-fingerprint.js';
import { changesOdoo, planMember, type MemberPlan } from './plan-member.js';
import { noticeTakenOut } from './notice-taken-out.js';
import { plannedChanges } from './planned-changes.js';
import { readBindings, readKnown } from './read-known.js';
import type { Binding } from '../../store/binding.js';
import type { KnownMember } from '../people/known-person.js';
import { linksOf } from '../people/person-view.js';

export interface ImportOptions {
  /** Everything, not only what changed since the last run (B14). */
  full: boolean;
  /** One person at a time is told of, and nobody knows how many there will be: the cap counts by the hour (B54). */
  live?: LiveLimit;
}

/** MailChimp → Odoo: what an import does in each step of a pass (B8–B14). */
export function importSteps(
  run: AudienceRun,
  options: ImportOptions,
): PassSteps<ImportPage, MemberPlan, Imported> {
  const { interrupted } = run;
  const { live } = options;
  return {
    direction: 'import',
    mayOptIn: true,
    live,
    concerned({ members, odd, told }) {
      tellOddMembers(odd, run.tally);
      return peopleOfMembers(run, { members, full: options.full, interrupted, told });
    },
    async plan(page, look) {
      const planned = await planSeen(run, await seeMembers(run, page.members), { ...options, page, look });
      await noticeTakenOut(run, planned, live);
      await tellHeldCustomers(run, planned);
      return planned;
    },
    isCounted: ({ skipped, tags }) => skipped === null && losesTags(tags),
    checkCap: (people) => checkCap(run, people, live),
    changes: plannedChanges,
    foresee: (plan) => ({ ...nothingWritten, ...outcomeOf(plan) }),
    apply: (plans) => applyConfirmed(run, plans),
    subject: ({ plan: { known }, contactId: recordId }) => {
      const { email, fullName } = known.member;
      return { model: consentHolder.model, recordId, email, name: fullName || null };
    },
    record: (applied, store) => record({ ...run, store }, applied),
  };
}

/** B28: taking a tag off many people counts. @throws OperatorError `limits.exceeded` */
async function checkCap(run: AudienceRun, people: number, live: LiveLimit | undefined): Promise<void> {
  if (people === 0 || live !== undefined) return;
  const audienceSize = await run.store.bindings.count(run.audience.id);
  checkBlastCap(run, { people, audienceSize, what: 'change the consent of, or take tags off of,' });
}

const nothingWritten = {
  contactId: null,
  createdId: null,
  error: null,
  isShown: false,
  entry: null,
  intentId: null,
};

/**
 * Reads what Odoo and the store know of members and plans what to do.
 * @param options.look at their consent, just before
 */
export async function planSeen(
  open: OpenAudience & Pick<AudienceRun, 'interrupted'>,
  members: readonly SeenMember[],
  { full, page, look }: { full: boolean; page: ImportPage; look?: ConsentLook | undefined },
): Promise<PlannedPage<ImportPage, MemberPlan>> {
  const forgotten = await forgottenMembers(open, members);
  const brought = members.filter(({ memberId }) => !forgotten.has(memberId));
  const { bindings, formerIds } = await readBindings(open, brought);
  const changed = brought.filter((member) => {
    const binding = bindings.get(member.memberId);
    if (full || formerIds.includes(member.hash)) return true;
    return binding?.memberFingerprint !== memberFingerprint(member, open.audience);
  });
  const unplanned = {
    page: { ...page, formerIds, forgotten },
    unchanged: brought.length - changed.length,
    passedOver: [...forgotten].map(() => 'forgotten'),
  };
  if (changed.length === 0) return { ...unplanned, plans: [] };
  const rules = await importRules(open);
  const known = await readKnown(open, changed, { bindings, interrupted: open.interrupted }, look);
  return { ...unplanned, plans: known.map((one) => planMember(one, rules)) };
}

/** A lost answer is looked into and the page planned anew this often before the run gives up. */
const attempts = 3;

/** Applies the plans; after a lost answer finds out what arrived and plans again, so that nothing is made twice (B14). */
async function applyConfirmed(run: AudienceRun, planned: readonly MemberPlan[]): Promise<Imported[]> {
  if (planned.length === 0) return [];
  const keys = planned.filter(isToBeMade).map(({ known }) => known.address);
  const intent = { audienceId: run.audience.id, model: consentHolder.model, keys };
  const intentId = keys.length === 0 ? null : await run.store.intents.open(intent);
  const interrupted = new Set([...run.interrupted, ...keys]);
  let plans = planned;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const written = await applyPlans(run, plans);
      const entries = await madeEntries(run, plans, written);
      return plans.map((plan) => imported(plan, { written, entries, intentId }));
    } catch (error) {
      if (!isUnconfirmed(error) || attempt === attempts) throw error;
      await settleCreates(run, keys, run.clock.now());
      plans = await planAnew(run, plans, interrupted);
    }
  }
}

const isToBeMade = ({ known, skipped }: MemberPlan): boolean =>
  known.person.contact === null && skipped === null;

async function planAnew(
  open: OpenAudience,
  plans: readonly MemberPlan[],
  interrupted: ReadonlySet<string>,
): Promise<MemberPlan[]> {
  const members = plans.map(({ known }) => known.member);
  const bindings = new Map(
    plans.flatMap(({ known: { member, binding } }) => (binding ? [[member.memberId, binding]] : [])),
  );
  const rules = await importRules(open);
  const known = await readKnown(open, members, { bindings, interrupted });
  return known.map((one) => planMember(one, rules));
}

/** What consent is to know of the subscriptions that were made (B46), by member id. */
async function madeEntries(
  run: AudienceRun,
  plans: readonly MemberPlan[],
  { contactIds, refused }: Written,
): Promise<Map<string, ConsentRecord>> {
  const made = plans.flatMap((plan): MadeSubscription[] => {
    const contactId = contactIds.get(plan);
    if (plan.subscription === null || contactId === undefined || refused.has(plan)) return [];
    const { known, consent: decision } = plan;
    const { member, entry: before } = known;
    const seen = { ...seenPerson(known), member: seenConsent(member) };
    return [{ memberId: member.memberId, email: known.address, contactId, seen, before, decision }];
  });
  const records = made.length === 0 ? [] : await settleMade(boundConsentRun(run), made);
  return new Map(records.map((one) => [one.kept.memberId, one]));
}

function imported(
  plan: MemberPlan,
  {
    written,
    entries,
    intentId,
  }: { written: Written; entries: ReadonlyMap<string, ConsentRecord>; intentId: number | null },
): Imported {
  const { contactIds, createdIds, refused, isShown } = written;
  const error = refused.get(plan) ?? null;
  const outcome =
    error === null
      ? outcomeOf(plan)
      : ({ plan, done: 'failed', code: error.code, description: error.message } as const);
  return {
    ...outcome,
    contactId: contactIds.get(plan) ?? null,
    createdId: createdIds.get(plan) ?? null,
    error,
    isShown,
    entry: entries.get(plan.known.member.memberId) ?? null,
    intentId,
  };
}

/** What a plan comes to that Odoo takes. */
function outcomeOf(plan: MemberPlan): Outcome<MemberPlan> {
  const { skipped, unfit } = plan;
  const nothing = { plan, code: null, description: null };
  if (skipped !== null) return { ...nothing, done: 'skipped', code: skipped };
  // Values Odoo has no form for: all else of the member is brought.
  if (unfit.size > 0)
    return { plan, done: 'failed', code: 'mapping.value', description: [...unfit.values()].join('; ') };
  if (isToBeMade(plan)) return { ...nothing, done: 'created' };
  return { ...nothing, done: changesOdoo(plan) ? 'updated' : 'unchanged' };
}

/** Writes down what Odoo has committed: bindings, journal rows and mark (B14). */
async function record(
  run: AudienceRun,
  { page, outcomes, rows }: AppliedPage<ImportPage, MemberPlan, Imported>,
): Promise<void> {
  const { members, mark, formerIds = [] } = page;
  const reached = members.at(-1)?.lastChanged;
  const { id } = run.audience;
  await run.store.transaction(async (store) => {
    await store.bindings.remove(id, formerIds);
    await store.bindings.save(outcomes.map((outcome) => importedBinding(run, outcome)));
    await store.consentLedger.remove(id, formerIds);
    const consented = outcomes.flatMap(({ entry }) => entry ?? []);
    await writeDown(store, consented, run.journal.runNumber);
    await run.journal.append(store, rows);
    // Of a plan that is applied what is not in it has been left, and is to be read again (B53).
    if (mark !== null && reached !== undefined && run.guard === null)
      await store.marks.set(id, mark, reached);
    for (const intentId of new Set(outcomes.flatMap((outcome) => outcome.intentId ?? [])))
      await store.intents.close(intentId);
  });
}

/** The binding after Odoo has committed a plan; a refused member keeps what it had, and its refusal. */
function importedBinding(open: OpenAudience, outcome: Imported): Binding {
  const { known } = outcome.plan;
  const seen = { ...seenBinding(open, known), pulledAt: open.clock.now().toISOString() };
  return outcome.error === null ? linked(open, outcome, seen) : withError(open, outcome, seen);
}

function seenBinding({ audience }: OpenAudience, { member, binding }: KnownMember): Binding {
  return bindingOf(audience.id, member, binding ?? undefined);
}

function linked(
  open: OpenAudience,
  { plan, contactId, createdId, isShown }: Imported,
  seen: Binding,
): Binding {
  if (contactId === null) return { ...seen, memberFingerprint: null, importDue: false, error: null };
  const { person, member } = plan.known;
  return {
    ...seen,
    addonDue: !isShown,
    memberFingerprint: memberFingerprint(member, open.audience),
    importDue: false,
    error: null,
    records: {
      ...linksOf(open.types, person, seen.records),
      [consentHolder.model]: contactId,
      ...(createdId === null ? {} : { [createdSource.model]: createdId }),
    },
    base: { ...plan.base },
    exportDue: plan.exportDue,
  };
}

/** The next run brings the member again. */
function withError({ clock, audience }: OpenAudience, { plan, error }: Imported, seen: Binding): Binding {
  const refusal = {
    code: error?.code ?? '',
    message: error?.message ?? '',
    fingerprint: memberFingerprint(plan.known.member, audience),
    at: clock.now().toISOString(),
    attempts: (seen.error?.attempts ?? 0) + 1,
  };
  return { ...seen, memberFingerprint: null, importDue: true, error: refusal };
}
