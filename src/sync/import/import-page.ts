import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';
import type { NewJournalRow } from '../../store/journal.js';
import type { RunTally } from '../run-tally.js';
import { tallyFailure, tallySkip } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { applyPlans, type Applied } from './apply-plans.js';
import { importRules } from './import-rules.js';
import { changesOdoo, memberFingerprint, planMember, type MemberPlan } from './plan-member.js';
import { plannedChanges } from './planned-changes.js';
import { readKnown } from './read-known.js';
import { isUnconfirmed, settleCreates } from '../people/settle-creates.js';

export interface ImportPage {
  members: readonly Member[];
  /** Reads Odoo for every member, also for those whose MailChimp side has not changed (`--full`, B14). */
  full: boolean;
  interrupted: ReadonlySet<string>;
}

export interface PageResult {
  bindings: Binding[];
  journal: NewJournalRow[];
  /** Creates whose confirmation is now here; closed together with storing the bindings. */
  intentId: number | null;
}

/** A lost answer is looked into and the page planned anew this often before the run gives up. */
const attempts = 3;

/** Brings one page of members to Odoo. Idempotent: what arrived before is found and kept (B14). */
export async function importPage(run: AudienceRun, page: ImportPage, tally: RunTally): Promise<PageResult> {
  const rules = importRules(run);
  const ids = page.members.map(({ contactId }) => contactId);
  const bindings = new Map(
    (await run.store.bindings.byMembers(run.audience.id, ids)).map((row) => [row.memberId, row]),
  );
  const changed = page.members.filter((member) => {
    const binding = bindings.get(member.contactId);
    return page.full || binding?.memberFingerprint !== memberFingerprint(member, rules);
  });
  tally.totals.unchanged += page.members.length - changed.length;
  if (changed.length === 0) return { bindings: [], journal: [], intentId: null };
  return bring(run, { ...page, members: changed }, bindings, tally);
}

async function bring(
  run: AudienceRun,
  page: ImportPage,
  bindings: ReadonlyMap<string, Binding>,
  tally: RunTally,
): Promise<PageResult> {
  const rules = importRules(run);
  let interrupted = page.interrupted;
  let intentId: number | null = null;
  for (let attempt = 1; ; attempt += 1) {
    const known = await readKnown(run, page.members, bindings, interrupted);
    const plans = known.map((member) => planMember(member, rules));
    if (run.dryRun || run.mailingListId === null) {
      tallyPlans(run, plans, null, tally);
      return { bindings: [], journal: [], intentId: null };
    }
    const creates = plans.filter(({ contact, skipped }) => contact === null && skipped === null);
    const keys = creates.map(({ member }) => member.email.toLowerCase());
    if (intentId === null && keys.length > 0) {
      intentId = await run.store.intents.open({
        audienceId: run.audience.id,
        model: 'mailing.contact',
        keys,
      });
    }
    try {
      const applied = await applyPlans({ ...run, mailingListId: run.mailingListId }, plans);
      const journal = tallyPlans(run, plans, applied, tally);
      return { bindings: newBindings(run, plans, applied), journal, intentId };
    } catch (error) {
      if (!isUnconfirmed(error) || attempt === attempts) throw error;
      await settleCreates(run, keys, run.clock.now());
      interrupted = new Set([...interrupted, ...keys]);
    }
  }
}

function newBindings(run: AudienceRun, plans: readonly MemberPlan[], applied: Applied): Binding[] {
  const rules = importRules(run);
  const refused = new Set(applied.refused.map(({ item }) => item));
  const now = run.clock.now().toISOString();
  return plans.flatMap((plan): Binding[] => {
    if (refused.has(plan)) return [];
    const { member } = plan;
    const linked = applied.contactIds.get(plan) ?? null;
    return [
      {
        audienceId: run.audience.id,
        memberId: member.contactId,
        subscriberHash: member.id,
        email: member.email.toLowerCase(),
        contactId: linked,
        partnerId: null,
        status: member.status,
        lastChanged: member.lastChanged,
        mirroredOptOut: linked !== null && plan.consent.mirrored,
        memberFingerprint: linked === null ? null : memberFingerprint(member, rules),
        contactFingerprint: null,
        base: linked === null ? {} : { ...plan.base },
        pushedAt: null,
        pulledAt: now,
        error: null,
      },
    ];
  });
}

/** Counts the plans' outcomes and writes them down for the journal; in a dry run as planned changes instead. */
function tallyPlans(
  { audience }: AudienceRun,
  plans: readonly MemberPlan[],
  applied: Applied | null,
  tally: RunTally,
): NewJournalRow[] {
  const refused = new Map(applied?.refused.map(({ item, error }) => [item, error]));
  const journal: NewJournalRow[] = [];
  for (const plan of plans) {
    const outcome = outcomeOf(plan, refused.has(plan));
    const error = refused.get(plan);
    const recordId = applied?.contactIds.get(plan) ?? plan.contact?.id ?? null;
    const person = {
      model: 'mailing.contact' as const,
      email: plan.member.email,
      name: plan.member.fullName || null,
    };
    if (error !== undefined) {
      tallyFailure(tally, { ...person, id: recordId, code: error.code, description: error.message });
    } else if (outcome === 'skipped') tallySkip(tally, plan.skipped ?? 'unknown');
    else tally.totals[outcome] += 1;
    if (applied === null) tally.plan.push(...plannedChanges(plan));
    if (outcome !== 'unchanged' && outcome !== 'skipped') {
      const why = { code: error?.code ?? null, description: error?.message ?? null };
      journal.push({ audienceId: audience.id, direction: 'import', outcome, recordId, ...person, ...why });
    }
  }
  return journal;
}

function outcomeOf(
  plan: MemberPlan,
  refused: boolean,
): 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed' {
  if (refused) return 'failed';
  if (plan.skipped !== null) return 'skipped';
  if (plan.contact === null) return 'created';
  return changesOdoo(plan) ? 'updated' : 'unchanged';
}
