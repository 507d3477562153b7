import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';
import type { NewJournalRow } from '../../store/journal.js';
import { isUnconfirmed, settleCreates } from '../people/settle-creates.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { applyPlans, type Applied } from './apply-plans.js';
import { importRules } from './import-rules.js';
import { importedBindings } from './imported-bindings.js';
import { memberFingerprint, planMember, type MemberPlan } from './plan-member.js';
import { readKnown } from './read-known.js';
import { tallyPlanned, tallyPlans } from './tally-plans.js';

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

const nothing: PageResult = { bindings: [], journal: [], intentId: null };

/** A lost answer is looked into and the page planned anew this often before the run gives up. */
const attempts = 3;

/** Brings one page of members to Odoo. Idempotent: what arrived before is found and kept (B14). */
export async function importPage(run: AudienceRun, page: ImportPage, tally: RunTally): Promise<PageResult> {
  const rules = importRules(run);
  const ids = page.members.map(({ contactId }) => contactId);
  const rows = await run.store.bindings.byMembers(run.audience.id, ids);
  const bindings = new Map(rows.map((row) => [row.memberId, row]));
  const changed = page.members.filter((member) => {
    const binding = bindings.get(member.contactId);
    return page.full || binding?.memberFingerprint !== memberFingerprint(member, rules);
  });
  tally.totals.unchanged += page.members.length - changed.length;
  if (changed.length === 0) return nothing;
  const members = { members: changed, bindings, interrupted: page.interrupted };
  if (!run.dryRun) return bring(run, members, tally);
  tallyPlanned(await planPage(run, members), tally);
  return nothing;
}

interface PageMembers {
  members: readonly Member[];
  bindings: ReadonlyMap<string, Binding>;
  interrupted: ReadonlySet<string>;
}

async function planPage(run: AudienceRun, page: PageMembers): Promise<MemberPlan[]> {
  const rules = importRules(run);
  const known = await readKnown(run, page.members, page.bindings, page.interrupted);
  return known.map((member) => planMember(member, rules));
}

async function bring(run: AudienceRun, page: PageMembers, tally: RunTally): Promise<PageResult> {
  const plans = await planPage(run, page);
  const creates = plans.filter(({ contact, skipped }) => contact === null && skipped === null);
  const keys = creates.map(({ member }) => member.email.toLowerCase());
  const intent = { audienceId: run.audience.id, model: 'mailing.contact', keys };
  const intentId = keys.length === 0 ? null : await run.store.intents.open(intent);
  const done = await applyConfirmed(run, { ...page, plans, keys });
  const journal = tallyPlans(run, done.plans, done.applied, tally);
  return { bindings: importedBindings(run, done.plans, done.applied, page.bindings), journal, intentId };
}

/** Applies the plans; after a lost answer finds out what arrived and plans again, so that nothing is made twice. */
async function applyConfirmed(
  run: AudienceRun,
  page: PageMembers & { plans: MemberPlan[]; keys: readonly string[] },
): Promise<{ plans: MemberPlan[]; applied: Applied }> {
  const interrupted = new Set([...page.interrupted, ...page.keys]);
  let { plans } = page;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { plans, applied: await applyPlans(run, plans) };
    } catch (error) {
      if (!isUnconfirmed(error) || attempt === attempts) throw error;
      await settleCreates(run, page.keys, run.clock.now());
      plans = await planPage(run, { ...page, interrupted });
    }
  }
}
