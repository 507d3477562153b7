import { contactOf, type Binding } from '../../store/binding.js';
import { allBindings } from '../all-bindings.js';
import { checkBlastCap } from '../run/blast-cap.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { removeMembers } from './remove-members.js';

/**
 * Finds members that were deleted for good, which no change query tells of (B33, B35). Two counts tell whether there
 * are any; only then are all ids read, and each one that is missing is asked for once more.
 */
export async function reconcileDeleted(run: AudienceRun): Promise<void> {
  const [current, archived, known] = await Promise.all([
    run.mailchimp.members.count(run.audience.id),
    run.mailchimp.members.count(run.audience.id, 'archived'),
    run.store.bindings.count(run.audience.id),
  ]);
  const fewer = known - current - archived;
  if (fewer <= 0 || (await isExplained(run, fewer))) return;
  const candidates = await missing(run);
  const linked = candidates.filter((binding) => contactOf(binding) !== null);
  checkBlastCap(run, { people: linked.length, audienceSize: known, what: 'remove' });
  const bindings = await confirmed(run, candidates);
  await removeMembers(run, bindings);
  await run.store.marks.set(run.audience.id, unexplained, String(fewer - bindings.length));
}

const unexplained = 'reconcile.unexplained';

/** MailChimp counts so many fewer that a search has found nobody for: it need not be repeated. */
async function isExplained({ store, audience }: OpenAudience, fewer: number): Promise<boolean> {
  return (await store.marks.get(audience.id, unexplained)) === String(fewer);
}

/** Members the store knows and MailChimp doesn't list. */
async function missing(open: OpenAudience): Promise<Binding[]> {
  const there = new Set<string>();
  for (const status of [null, 'archived'] as const) {
    for await (const ids of open.mailchimp.members.ids(open.audience.id, status)) {
      open.signal.throwIfAborted();
      for (const id of ids) there.add(id);
    }
  }
  const found: Binding[] = [];
  for await (const page of allBindings(open.store.bindings, open.audience.id))
    found.push(
      ...page.filter(({ memberId, subscriberHash }) => !there.has(memberId) && !there.has(subscriberHash)),
    );
  return found;
}

/** A member may have been added, or have changed place, while the ids were read: only a 404 counts. */
async function confirmed(open: OpenAudience, bindings: readonly Binding[]): Promise<Binding[]> {
  const answers = await Promise.all(
    bindings.map(({ subscriberHash }) => open.mailchimp.members.get(open.audience.id, subscriberHash)),
  );
  return bindings.filter((_, index) => answers[index] === null);
}
