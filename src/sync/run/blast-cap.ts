import type { AccountConfig } from '../../config/account-config.js';
import type { LiveKind } from '../../store/live-changes.js';
import { OperatorError } from '../../support/errors.js';
import type { AudienceRun } from './audience-run.js';

/** From this many people up the ratio counts too (B28). */
const ratioFrom = 25;

/** How many known people one run may unsubscribe, resubscribe, archive or remove in an audience of this size (B28). */
export function blastCap({ limits }: Pick<AccountConfig, 'limits'>, audienceSize: number): number {
  if (audienceSize < ratioFrom) return limits.max_changes;
  // 0.29 × 100 is a little less than 29 to a computer.
  const people = Math.floor(limits.max_change_ratio * audienceSize + 1e-6);
  return Math.min(limits.max_changes, people);
}

/**
 * Stops a run that would change more people than it may, before it writes any of it (B28).
 * @throws OperatorError `limits.exceeded`
 */
export function checkBlastCap(
  { config, audience, allowLarge, dryRun }: AudienceRun,
  change: { people: number; audienceSize: number; what: string },
): void {
  const cap = blastCap(config, change.audienceSize);
  if (allowLarge || dryRun || change.people <= cap) return;
  throw new OperatorError(
    `Stopped before writing: the run would ${change.what} ${change.people} people of audience ${audience.id}, and may ${cap} (of ${change.audienceSize})`,
    {
      code: 'limits.exceeded',
      hint: 'Look at it with --dry-run; if it is meant, run it again with --allow-large, or raise limits: in the account file.',
    },
  );
}

/**
 * The same for work whose number adds up: what live updates have changed in the last hour counts, and this does from now
 * on (B54).
 * @throws OperatorError `limits.exceeded`
 */
export async function checkChanges(
  run: AudienceRun,
  { kind, ...change }: { kind: LiveKind; people: number; audienceSize: number; what: string },
): Promise<void> {
  const { store, audience, isLive } = run;
  if (isLive !== true) {
    checkBlastCap(run, change);
    return;
  }
  const earlier = await store.liveChanges.count(audience.id, kind);
  const what = earlier === 0 ? change.what : `with the ${earlier} of the last hour ${change.what}`;
  checkBlastCap(run, { ...change, people: earlier + change.people, what });
  await store.liveChanges.add(audience.id, kind, change.people);
}
