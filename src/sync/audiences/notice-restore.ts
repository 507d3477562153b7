import { z } from 'zod';
import { updateClaim, type ListClaim } from '../../odoo/people/list-claims.js';
import type { Warning } from '../run/run-summary.js';
import type { SyncContext } from '../sync-context.js';

/** A backup that is younger than this may go unnoticed. */
const turnMs = 10 * 60_000;

const turnMark = 'odoo-turn';
const restoredMark = 'odoo-restored';
/** `next` is on its way to Odoo, and may have arrived. Milliseconds of the bridge's clock. */
const turnSchema = z.object({ turn: z.number(), next: z.number(), at: z.number() });

type Context = Pick<SyncContext, 'store' | 'odoo' | 'clock'>;

/**
 * Notices an Odoo that was restored from a backup (B52): what the bridge counts up there has fallen back. Ids are used
 * again then, and rows hold what people have changed since, so that no link, base or sight of an opt-out counts any more:
 * people are found by address again, as after a lost store.
 * @returns whether it was restored
 */
export async function noticeRestore(
  context: Context,
  audienceId: string,
  claim: ListClaim,
): Promise<boolean> {
  const { store, clock } = context;
  const kept = await recallTurn(context, audienceId);
  const isBehind = kept !== null && claim.turn < kept.turn;
  if (isBehind)
    await store.transaction(async (inside) => {
      await inside.forgetOdoo(audienceId);
      await inside.marks.set(audienceId, restoredMark, clock.now().toISOString());
    });
  if (kept === null || isBehind || clock.now().getTime() - kept.at >= turnMs)
    await takeTurn(context, audienceId, claim);
  return isBehind;
}

/** Before Odoo has it, so that a bridge that dies in between doesn't take its own Odoo for a restored one. */
async function takeTurn(
  { store, odoo, clock }: Context,
  audienceId: string,
  claim: ListClaim,
): Promise<void> {
  const [turn, next, at] = [claim.turn, claim.turn + 1, clock.now().getTime()];
  await store.marks.set(audienceId, turnMark, JSON.stringify({ turn, next, at }));
  await updateClaim(odoo.transport, { ...claim, turn: next });
  await store.marks.set(audienceId, turnMark, JSON.stringify({ turn: next, next, at }));
}

async function recallTurn({ store }: Pick<Context, 'store'>, audienceId: string) {
  const kept = await store.marks.get(audienceId, turnMark);
  return kept === null ? null : turnSchema.parse(JSON.parse(kept));
}

/** For an audience that is bound to another list. */
export async function forgetTurn({ store }: Pick<Context, 'store'>, audienceId: string): Promise<void> {
  await store.marks.clear(audienceId, [turnMark]);
}

/** Told once, by the next run, whoever has noticed it. */
export async function tellRestore({ store }: Pick<Context, 'store'>, audienceId: string): Promise<Warning[]> {
  const at = await store.marks.get(audienceId, restoredMark);
  if (at === null) return [];
  await store.marks.clear(audienceId, [restoredMark]);
  const description = `Odoo's database was restored from a backup, as was noticed at ${at}. Members are linked to contacts by address again, and nothing known from before counts.`;
  return [{ code: 'database_restored', email: null, description }];
}
