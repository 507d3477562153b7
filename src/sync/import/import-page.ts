import { consentHolder } from '../../objects/registry.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import type { Binding } from '../../store/binding.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import type { NewJournalRow } from '../../store/journal.js';
import { forgottenMembers } from '../people/forgotten-members.js';
import { isUnconfirmed, settleCreates } from '../people/settle-creates.js';
import type { SeenMember } from '../people/seen-member.js';
import { tallySkip, type RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { applyPlans, type Applied } from './apply-plans.js';
import { openAddonColumns } from './addon-columns.js';
import { importRules } from './import-rules.js';
import { importedBindings } from './imported-bindings.js';
import { madeEntries } from './made-entries.js';
import { memberFingerprint } from './member-fingerprint.js';
import { planMember, type MemberPlan } from './plan-member.js';
import { readBindings } from './read-bindings.js';
import { readKnown } from './read-known.js';
import { plannedChanges } from './planned-changes.js';
import { tallyPlanned, tallyPlans } from './tally-plans.js';

export interface ImportPage {
  members: readonly SeenMember[];
  /** Reads Odoo for every member, also for those whose MailChimp side has not changed (`--full`, B14). */
  full: boolean;
  interrupted: ReadonlySet<string>;
  /** At the consent of its members, just before. */
  look?: ConsentLook;
}

/** A page whose members are known and planned; nothing of it has been done. */
export interface PlannedPage {
  members: readonly SeenMember[];
  bindings: ReadonlyMap<string, Binding>;
  /** Ids under which some of the members were known before. */
  formerIds: readonly string[];
  interrupted: ReadonlySet<string>;
  plans: MemberPlan[];
  /** Members whose MailChimp side is as last brought. */
  unchanged: number;
  /** Ids of members that are passed over (B57). */
  forgotten: ReadonlySet<string>;
}

export interface PageResult {
  bindings: Binding[];
  /** What consent knows of the contacts that were made. */
  ledger: KeptEntry[];
  formerIds: readonly string[];
  journal: NewJournalRow[];
  /** Creates whose confirmation is now here; closed together with storing the bindings. */
  intentId: number | null;
}

/** A lost answer is looked into and the page planned anew this often before the run gives up. */
const attempts = 3;

/** Reads what Odoo and the store know of a page's members and plans what to do; writes nothing. */
export async function planPage(run: AudienceRun, page: ImportPage): Promise<PlannedPage> {
  const forgotten = await forgottenMembers(run, page.members);
  const brought = page.members.filter(({ memberId }) => !forgotten.has(memberId));
  const { bindings, formerIds } = await readBindings(run, brought);
  const members = brought.filter((member) => {
    const binding = bindings.get(member.memberId);
    if (page.full || formerIds.includes(member.hash)) return true;
    return binding?.memberFingerprint !== memberFingerprint(member, run.audience);
  });
  const { interrupted, look } = page;
  const plans = await planMembers(run, { members, bindings, interrupted }, look);
  return {
    members,
    bindings,
    formerIds,
    interrupted,
    plans,
    unchanged: brought.length - members.length,
    forgotten,
  };
}

async function planMembers(
  run: AudienceRun,
  page: Pick<PlannedPage, 'members' | 'bindings' | 'interrupted'>,
  look?: ConsentLook,
): Promise<MemberPlan[]> {
  if (page.members.length === 0) return [];
  const rules = await importRules(run);
  const known = await readKnown(run, page.members, page, look);
  return known.map((member) => planMember(member, rules));
}

/** Brings a planned page to Odoo. Idempotent: what arrived before is found and kept (B14). */
export async function applyPage(run: AudienceRun, page: PlannedPage, tally: RunTally): Promise<PageResult> {
  const { formerIds } = page;
  tally.totals.unchanged += page.unchanged;
  for (let count = 0; count < page.forgotten.size; count += 1) tallySkip(tally, 'forgotten');
  const admitted = page.plans.filter((plan) => run.guard?.admit(plannedChanges(plan)) ?? true);
  if (run.dryRun) tallyPlanned(admitted, tally);
  if (run.dryRun || admitted.length === 0)
    return { bindings: [], ledger: [], formerIds, journal: [], intentId: null };
  const creates = admitted.filter(({ person, skipped }) => person.contact === null && skipped === null);
  const keys = creates.map(({ member }) => member.email.toLowerCase());
  const intent = { audienceId: run.audience.id, model: consentHolder.model, keys };
  const intentId = keys.length === 0 ? null : await run.store.intents.open(intent);
  const { plans, applied } = await applyConfirmed(run, { ...page, plans: admitted }, keys);
  const journal = tallyPlans(run, plans, applied, tally);
  const bindings = importedBindings(run, plans, applied, page.bindings);
  return { bindings, ledger: await madeEntries(run, plans, applied), formerIds, journal, intentId };
}

/** Applies the plans; after a lost answer finds out what arrived and plans again, so that nothing is made twice. */
async function applyConfirmed(
  run: AudienceRun,
  page: PlannedPage,
  keys: readonly string[],
): Promise<{ plans: MemberPlan[]; applied: Applied }> {
  const interrupted = new Set([...page.interrupted, ...keys]);
  let { plans } = page;
  const addon = await openAddonColumns(run, plans, page.bindings);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { plans, applied: await applyPlans(run, plans, addon) };
    } catch (error) {
      if (!isUnconfirmed(error) || attempt === attempts) throw error;
      await settleCreates(run, keys, run.clock.now());
      plans = await planMembers(run, { ...page, interrupted });
    }
  }
}
