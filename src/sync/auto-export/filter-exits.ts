import { changeByBridge } from '../../consent/change-by-bridge.js';
import { noteChanges } from '../../consent/write-down.js';
import type { ConsentChange } from '../../core/consent-change.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { AutoExport } from '../../store/auto-exports.js';
import type { Binding } from '../../store/binding.js';
import { Writing, type AppliedPage, type Outcome, type PersonPlan, type WriteSteps } from '../pass/pass.js';
import { baseOf } from '../people/binding-history.js';
import { memberOf } from '../people/seen-member.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { checkBlastCap } from '../run/blast-cap.js';
import type { PlannedChange } from '../run/run-summary.js';
import { archiveMembers } from '../../consent/archive-members.js';
import { unsubscribe } from '../../consent/unsubscribe.js';
import type { MemberStatus } from '../../core/member-status.js';
import { groupBy } from '../../support/group-by.js';
import { consentRun } from '../consent/consent-pass.js';

/** How many members leaving the domain changes, as the blast cap counts (B28). */
export function countExits({ config }: OpenAudience, exits: readonly AutoExport[]): number {
  const { on_filter_exit: policy } = config.policies;
  if (policy === 'none') return 0;
  return exits.filter(isByRule).length;
}

/** A member whose record left the domain. */
interface ExitPlan extends PersonPlan {
  binding: Binding;
}

/** What happens to members whose record left the domain; only to those the rule has made (B19). */
export async function applyExits(
  run: AudienceRun,
  { model, exits }: { model: string; exits: readonly AutoExport[] },
): Promise<void> {
  if (exits.length === 0) return;
  const bindings = await membersByRule(run, model, exits);
  const people = countExits(run, exits);
  const audienceSize = await run.store.bindings.count(run.audience.id);
  checkBlastCap(run, { people, audienceSize, what: 'archive, unsubscribe or take tags off of' });
  const plans = bindings.map((binding) => ({ known: null, binding }));
  await new Writing(run, exitSteps(run, model)).carryOut({
    page: exits,
    plans,
    unchanged: 0,
    passedOver: [],
  });
}

/** Made by the rule, or asked for where the answer was lost. */
const isByRule = ({ state }: AutoExport): boolean => state === 'made' || state === 'asked';

async function membersByRule(
  { store, audience }: OpenAudience,
  model: string,
  exits: readonly AutoExport[],
): Promise<Binding[]> {
  const made = exits.filter(isByRule);
  const linked = await store.bindings.byRecords(
    audience.id,
    model,
    made.map(({ recordId }) => recordId),
  );
  // Whose answer was lost has no link to the record yet.
  const asked = made.flatMap(({ state, address }) =>
    state === 'asked' && address !== null ? [address] : [],
  );
  const unlinked = await store.bindings.byHashes(audience.id, asked.map(subscriberHash));
  return [...new Map([...linked, ...unlinked].map((binding) => [binding.memberId, binding])).values()];
}

function exitSteps(
  run: AudienceRun,
  model: string,
): WriteSteps<readonly AutoExport[], ExitPlan, Outcome<ExitPlan>> {
  const description = `left the domain: ${run.config.policies.on_filter_exit}`;
  const left = (plan: ExitPlan) => ({ plan, done: 'updated', code: null, description }) as const;
  const stays = (plan: ExitPlan) => ({ plan, done: 'unchanged', code: null, description: null }) as const;
  return {
    direction: 'export',
    changes: ({ binding }) => plannedExit(run, binding),
    foresee: (plan) => (plannedExit(run, plan.binding).length > 0 ? left(plan) : stays(plan)),
    async apply(plans) {
      const gone = new Set(
        await leaveAudience(
          run,
          plans.map(({ binding }) => binding),
        ),
      );
      return plans.map((plan) => (gone.has(plan.binding) ? left(plan) : stays(plan)));
    },
    subject: ({ plan: { binding } }) => {
      const { email, records } = binding;
      return { model, recordId: records[model] ?? null, email, name: null };
    },
    record: (applied, store) => record({ ...run, store }, model, applied),
  };
}

async function record(
  run: AudienceRun,
  model: string,
  { page, outcomes, left, rows }: AppliedPage<readonly AutoExport[], ExitPlan, Outcome<ExitPlan>>,
): Promise<void> {
  const { id } = run.audience;
  const gone = outcomes.filter(({ done }) => done === 'updated').map(({ plan }) => plan.binding);
  const keptIds = new Set(left.map(({ binding }) => binding.records[model]));
  const keptEmails = new Set(left.map(({ binding }) => binding.email));
  const done = page
    .filter(({ recordId, address }) => !keptIds.has(recordId) && !keptEmails.has(address ?? ''))
    .map(({ recordId }) => recordId);
  await run.store.transaction(async (store) => {
    await store.autoExports.remove(id, model, done);
    if (run.config.policies.on_filter_exit === 'tag_off')
      await store.bindings.save(gone.map((binding) => ({ ...binding, tagsOff: true })));
    const changes = gone.flatMap((binding) => historyOfExit(run, binding));
    await noteChanges(store, changes, run.journal.runNumber);
    await run.journal.append(store, rows);
  });
}

/** What leaving the domain has done to the member's status (B56). */
function historyOfExit({ audience, config }: OpenAudience, binding: Binding): ConsentChange[] {
  const { on_filter_exit: policy } = config.policies;
  if (policy !== 'archive' && policy !== 'unsubscribe') return [];
  const { memberId, email, status: from } = binding;
  const to = policy === 'archive' ? 'archived' : 'unsubscribed';
  const person = { audienceId: audience.id, memberId, email };
  return [changeByBridge(person, { side: 'mailchimp', what: 'status', from, to })];
}

function plannedExit({ config }: OpenAudience, binding: Binding): PlannedChange[] {
  const { email, status } = memberOf(binding);
  const change = (action: PlannedChange['action'], changes: PlannedChange['changes']): PlannedChange[] => {
    return [{ side: 'mailchimp', action, email, changes }];
  };
  switch (config.policies.on_filter_exit) {
    case 'none':
      return [];
    case 'tag_off':
      return change('update', { tags_removed: { from: baseOf(binding)?.tags ?? [], to: [] } });
    case 'archive':
      return change('archive', { status: { from: status, to: 'archived' } });
    case 'unsubscribe':
      return change('opt_out', { status: { from: status, to: 'unsubscribed' } });
  }
}

/** Carries out `on_filter_exit` for these members (B19); gives back the ones it concerned. */
async function leaveAudience(run: OpenAudience, bindings: readonly Binding[]): Promise<Binding[]> {
  switch (run.config.policies.on_filter_exit) {
    case 'none':
      return [];
    case 'tag_off':
      return takeTagsOff(run, bindings);
    case 'archive':
      return archive(run, withStatus(bindings, ['subscribed', 'unsubscribed', 'transactional']));
    case 'unsubscribe':
      return leave(run, withStatus(bindings, ['subscribed', 'pending']));
  }
}

function withStatus(bindings: readonly Binding[], statuses: readonly MemberStatus[]): Binding[] {
  return bindings.filter(({ status }) => statuses.includes(status));
}

async function archive(run: OpenAudience, bindings: Binding[]): Promise<Binding[]> {
  await archiveMembers(consentRun(run), bindings.map(leaver));
  return bindings;
}

async function leave(run: OpenAudience, bindings: Binding[]): Promise<Binding[]> {
  const leavers = bindings.map(leaver);
  const told = await unsubscribe(consentRun(run), leavers);
  return leavers.flatMap((one) => {
    const answer = told.get(one);
    return answer !== undefined && 'answer' in answer ? [one.binding] : [];
  });
}

const leaver = (binding: Binding) => ({ hash: binding.subscriberHash, email: binding.email, binding });

/** The tags the Odoo record gave the member: those both sides have, of the managed ones (B7). */
async function takeTagsOff(
  { mailchimp, audience }: OpenAudience,
  bindings: readonly Binding[],
): Promise<Binding[]> {
  const tagged = bindings.flatMap((binding) =>
    (baseOf(binding)?.tags ?? []).map((tag) => ({ tag: tag.toLowerCase(), binding })),
  );
  if (tagged.length === 0) return [];
  const known = await mailchimp.audiences.tags(audience.id);
  const ids = new Map(known.map(({ id, name }) => [name.toLowerCase(), id]));
  for (const [tag, some] of groupBy(tagged, (each) => each.tag)) {
    const id = ids.get(tag);
    const emails = some.map(({ binding }) => binding.email);
    if (id !== undefined) await mailchimp.tags.takeOff(audience.id, id, emails);
  }
  return [...new Set(tagged.map(({ binding }) => binding))];
}
