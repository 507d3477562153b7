import { createdSource } from '../../objects/registry.js';
import { readPeople } from '../../odoo/people/read-people.js';
import { BridgeError } from '../../support/errors.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { SyncContext } from '../sync-context.js';

/** So long Odoo works on one call, as on a table that is locked, before it ends it by itself (`limit_time_real`). */
const longestCallMs = 120_000;
const marginMs = 30_000;
const pollMs = 500;

/** How long Odoo may still be working on a create that nobody waits for any more; then it counts as never arrived. */
function settleMs({ config }: Pick<SyncContext, 'config'>): number {
  return longestCallMs - Math.min(config.odoo.timeout_s * 1000, longestCallMs) + marginMs;
}

/** The answer to a create was lost: it may or may not have been done. */
export function isUnconfirmed(error: unknown): boolean {
  return error instanceof BridgeError && error.code === 'odoo.outcome_unknown';
}

/**
 * Waits until it is known what became of creates whose answer never came: all of them are there, or Odoo has
 * had time enough. Only after this may they be sent again, else a slow Odoo would hold them twice (B14).
 * @param addresses of the contacts sent
 */
export async function settleCreates(
  run: OpenAudience,
  addresses: readonly string[],
  sentAt: Date,
): Promise<void> {
  const deadline = sentAt.getTime() + settleMs(run);
  for (;;) {
    if (await allArrived(run, addresses)) return;
    if (run.clock.now().getTime() >= deadline) return;
    await run.clock.sleep(pollMs, run.signal);
  }
}

async function allArrived(run: OpenAudience, addresses: readonly string[]): Promise<boolean> {
  const created = (await run.sourceCreation())?.hidden === 0 ? [createdSource] : [];
  const people = await readPeople(run.odoo, {
    addresses,
    contactIds: [],
    mailingListId: run.mailingListId,
    contactFields: [],
    sources: created.map((type) => ({ type, ids: [], fields: [] })),
  });
  return addresses.every((address) => {
    const person = people.byAddress(address);
    const isContact = person.contacts.some(({ subscription }) => subscription !== null);
    return isContact && created.every(({ key }) => (person.sources[key] ?? []).length > 0);
  });
}

export interface EarlierCreates {
  /** Addresses an interrupted run has sent to Odoo; whatever contact they have now may be its work. */
  interrupted: ReadonlySet<string>;
  /** To be called when a run has finished: nothing is in doubt any more. */
  forget(): Promise<void>;
}

/** Waits until no create of a contact with this address can arrive in Odoo any more. */
export async function settleIntents(context: SyncContext, address: string): Promise<void> {
  const { config, store, clock, signal } = context;
  for (const { id } of config.audiences) {
    for (const { keys, openedAt } of await store.intents.pending(id)) {
      const pause = Date.parse(openedAt) + settleMs(context) - clock.now().getTime();
      if (keys.includes(address) && pause > 0) await clock.sleep(pause, signal);
    }
  }
}

/** Settles what an interrupted run left in doubt. */
export async function settleEarlierCreates(run: OpenAudience): Promise<EarlierCreates> {
  const intents = await run.store.intents.pending(run.audience.id);
  for (const { keys, openedAt } of intents) await settleCreates(run, keys, new Date(openedAt));
  return {
    interrupted: new Set(intents.flatMap(({ keys }) => keys)),
    async forget() {
      for (const { id } of intents) await run.store.intents.close(id);
    },
  };
}
