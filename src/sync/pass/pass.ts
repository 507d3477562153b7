import { openConsentLooks, type ConsentLooks } from '../../consent/consent-looks.js';
import type { ConsentPerson } from '../../consent/consent-person.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import type { NewJournalRow } from '../../store/journal.js';
import type { Store } from '../../store/store.js';
import { chunk } from '../../support/chunk.js';
import { forEachConcurrently } from '../../support/for-each-concurrently.js';
import { consentPass, type ConsentTask } from '../consent/consent-pass.js';
import type { KnownPerson } from '../people/known-person.js';
import type { AudienceRun } from '../run/audience-run.js';
import type { PlannedChange } from '../run/run-summary.js';
import { outcomeWithConsent, tallyFailure, tallySkip, type RunTally } from '../run/run-tally.js';

/** What is to be done for one person; nothing of it has been done yet. */
export interface PersonPlan {
  /** Null when there is no address to go by. */
  known: KnownPerson | null;
}

/** What became of a plan, or in a dry run would become of it. */
export interface Outcome<Plan extends PersonPlan> {
  plan: Plan;
  done: 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';
  /** Of a skip, its reason; of a failure, its code. */
  code: string | null;
  /** Of a failure. */
  description: string | null;
}

/** A page whose people are read and planned. */
export interface PlannedPage<Page, Plan> {
  page: Page;
  plans: readonly Plan[];
  /** How many of the page are as they were last brought, and not planned for that. */
  unchanged: number;
  /** Why others are not planned, a reason for each. */
  passedOver: readonly string[];
}

/** One of which only that is left that the plan being applied says (B29). */
export interface GuardedPage<Page, Plan> extends PlannedPage<Page, Plan> {
  /** What it doesn't say: for another run. */
  left: readonly Plan[];
}

/** A page, or a part of one, whose plans were carried out. */
export interface AppliedPage<Page, Plan, Done> {
  page: Page;
  outcomes: readonly Done[];
  left: readonly Plan[];
  /** For the journal: what was changed or refused. */
  rows: readonly NewJournalRow[];
}

type Subject = Pick<NewJournalRow, 'model' | 'recordId' | 'email' | 'name'>;

/** How plans are carried out; only the last two steps write. */
export interface WriteSteps<Page, Plan extends PersonPlan, Done extends Outcome<Plan>> {
  direction: NewJournalRow['direction'];
  /** What is due goes whether the plan that is applied says it or not, as opt-outs do (B45). */
  isForced?: boolean;
  /** In words: for `--dry-run`, and to be held against a plan that is applied (B29). */
  changes(plan: Plan): PlannedChange[];
  /** What a dry run expects. */
  foresee(plan: Plan): Done;
  /** Makes what has to be there before the plans can be applied, and plans anew what that changes (B16). */
  prepare?(plans: readonly Plan[]): Promise<readonly Plan[]>;
  /** The most plans that are applied in one go, several goes at a time; all in one without it. */
  mostAtOnce?: number;
  /** Whoever is refused is an outcome; the others go on. */
  apply(plans: readonly Plan[]): Promise<Done[]>;
  /** Whom a row of the journal and a failure name. */
  subject(done: Done): Subject;
  /** Writes down what the servers have confirmed, in one transaction. */
  record(applied: AppliedPage<Page, Plan, Done>, store: Store): Promise<void>;
}

/** What one direction of the synchronisation does. */
export interface PassSteps<Page, Plan extends PersonPlan, Done extends Outcome<Plan>>
  extends WriteSteps<Page, Plan, Done>, Omit<ConsentTask, 'looks'> {
  /** Whose consent is to be looked at before anything of the page is brought. */
  concerned(page: Page): Promise<ConsentPerson[]>;
  /** Reads both sides and the store, and decides. */
  plan(page: Page, look?: ConsentLook): Promise<PlannedPage<Page, Plan>>;
  /** Whether the blast cap counts the person, consent apart (B28). */
  isCounted?(plan: Plan): boolean;
  /**
   * @param people whom the blast cap counts
   * @throws OperatorError `limits.exceeded`
   */
  checkCap?(people: number): Promise<void>;
}

/** Plans are guarded, applied and recorded, page by page; a dry run only says what they would come to. */
export class Writing<Page, Plan extends PersonPlan, Done extends Outcome<Plan>> {
  readonly #run: AudienceRun;
  readonly #steps: WriteSteps<Page, Plan, Done>;

  constructor(run: AudienceRun, steps: WriteSteps<Page, Plan, Done>) {
    this.#run = run;
    this.#steps = steps;
  }

  /** Guards, applies and records a planned page, in several goes where it is large. */
  async carryOut(planned: PlannedPage<Page, Plan>): Promise<void> {
    const { plans, ...guarded } = await this.guard(planned);
    const [first = [], ...others] = chunk(plans, this.#steps.mostAtOnce ?? Infinity);
    const parts = [
      { ...guarded, plans: first },
      ...others.map((some) => ({ ...nothingElse, page: planned.page, plans: some })),
    ];
    await forEachConcurrently(parts, parts.length, async (part) => {
      this.#run.signal.throwIfAborted();
      await this.record(await this.apply(part));
    });
  }

  /** B29: what isn't in the plan that is being applied is left. */
  async guard(planned: PlannedPage<Page, Plan>): Promise<GuardedPage<Page, Plan>> {
    const { guard, dryRun } = this.#run;
    const { changes, isForced = false } = this.#steps;
    const admitted = planned.plans.filter((plan) => (guard?.admit(changes(plan)) ?? true) || isForced);
    const isAdmitted = new Set(admitted);
    const left = planned.plans.filter((plan) => !isAdmitted.has(plan));
    const plans = dryRun ? admitted : ((await this.#steps.prepare?.(admitted)) ?? admitted);
    return { ...planned, plans, left };
  }

  /** Does what was planned, and counts it; a dry run counts what it expects. */
  async apply({
    page,
    plans,
    left,
    unchanged,
    passedOver,
  }: GuardedPage<Page, Plan>): Promise<AppliedPage<Page, Plan, Done>> {
    const { dryRun, tally } = this.#run;
    const steps = this.#steps;
    if (dryRun) tally.plan.push(...plans.flatMap((plan) => steps.changes(plan)));
    const outcomes = dryRun ? plans.map((plan) => steps.foresee(plan)) : await steps.apply(plans);
    const rows = outcomes.flatMap((outcome) => this.#journalRow(outcome) ?? []);
    tally.totals.unchanged += unchanged;
    for (const outcome of outcomes) count(tally, outcome, steps.subject(outcome));
    for (const reason of [...passedOver, ...left.map(() => 'not_planned')]) tallySkip(tally, reason);
    return { page, outcomes, left, rows };
  }

  /** @param store the transaction that this is to be a part of */
  async record(applied: AppliedPage<Page, Plan, Done>, store: Store = this.#run.store): Promise<void> {
    if (!this.#run.dryRun) await this.#steps.record(applied, store);
  }

  #journalRow(outcome: Done): NewJournalRow | null {
    const { done, code, description } = outcome;
    if (done === 'unchanged' || done === 'skipped') return null;
    const { direction } = this.#steps;
    const subject = this.#steps.subject(outcome);
    return { audienceId: this.#run.audience.id, direction, outcome: done, ...subject, code, description };
  }
}

/** One direction of the synchronisation, page by page: read → plan → guard → apply → record. Consent goes first (B45). */
export class Pass<Page, Plan extends PersonPlan, Done extends Outcome<Plan>> extends Writing<
  Page,
  Plan,
  Done
> {
  readonly #run: AudienceRun;
  readonly #steps: PassSteps<Page, Plan, Done>;

  constructor(run: AudienceRun, steps: PassSteps<Page, Plan, Done>) {
    super(run, steps);
    this.#run = run;
    this.#steps = steps;
  }

  /**
   * All of it is planned before anything is written, so that the blast cap sees the whole (B28).
   * @param looks at the consent of some of these people, which the same run has made
   */
  async whole(pages: readonly Page[], looks = openConsentLooks()): Promise<void> {
    const changed = await this.consent(pages, looks);
    const planned: PlannedPage<Page, Plan>[] = [];
    for (const page of pages) planned.push(await this.plan(page, looks));
    await this.#steps.checkCap?.(changed + this.countIn(planned));
    for (const page of planned) await this.carryOut(page);
  }

  /** Brings the consent of everyone on these pages. @returns how many people the blast cap has counted */
  consent(pages: AsyncIterable<Page> | Iterable<Page>, looks?: ConsentLooks): Promise<number> {
    return consentPass(this.#run, concernedOf(this.#steps, pages), { ...this.#steps, looks });
  }

  plan(page: Page, look?: ConsentLook): Promise<PlannedPage<Page, Plan>> {
    return this.#steps.plan(page, look);
  }

  /** How many people of these pages the blast cap counts, consent apart. */
  countIn(pages: readonly PlannedPage<Page, Plan>[]): number {
    return pages.flatMap(({ plans }) => plans).filter((plan) => this.#steps.isCounted?.(plan) ?? false)
      .length;
  }
}

const nothingElse = { left: [], unchanged: 0, passedOver: [] };

async function* concernedOf<Page>(
  { concerned }: { concerned(page: Page): Promise<ConsentPerson[]> },
  pages: AsyncIterable<Page> | Iterable<Page>,
): AsyncGenerator<ConsentPerson[]> {
  for await (const page of pages) yield concerned(page);
}

/** The one outcome of a person, what consent came to included; one person fails once. */
function count(
  tally: RunTally,
  { plan, done, code, description }: Outcome<PersonPlan>,
  { model, recordId: id, email, name }: Subject,
): void {
  const memberId = plan.known?.member?.memberId;
  if (done !== 'failed') {
    const counted = outcomeWithConsent(tally, memberId, done);
    if (counted === 'skipped') tallySkip(tally, code ?? '');
    else if (counted !== 'refused') tally.totals[counted] += 1;
    return;
  }
  tally.consented.delete(memberId ?? '');
  if (memberId !== undefined && tally.refused.has(memberId)) return;
  tallyFailure(tally, { model, id, email, name, code: code ?? '', description: description ?? '' });
}
