import type { ConsentChange } from '../core/consent-change.js';
import type { KeptEntry } from '../store/consent-ledger.js';
import type { Store } from '../store/store.js';

/** What consent knows of a person now, and what of it is new. */
export interface ConsentRecord {
  kept: KeptEntry;
  changes: readonly ConsentChange[];
}

/** @param store the transaction it belongs to @returns the run that is written down; null when none is */
export type RunNumber = (store: Pick<Store, 'runs'>) => Promise<number | null>;

/** Writes ledger and history, both or none (B46, B56). */
export async function writeDown(
  store: Pick<Store, 'consentLedger' | 'transaction'>,
  records: readonly ConsentRecord[],
  runNumber: RunNumber,
): Promise<void> {
  const entries = records.map(({ kept }) => kept);
  const changes = records.flatMap((one) => one.changes);
  if (changes.length === 0) return store.consentLedger.save(entries);
  await store.transaction(async (inside) => {
    await inside.consentLedger.save(entries);
    await noteChanges(inside, changes, runNumber);
  });
}

/** Adds to the history alone; the run is asked for where the bridge has done any of it (B56). */
export async function noteChanges(
  store: Pick<Store, 'consentHistory' | 'runs'>,
  changes: readonly ConsentChange[],
  runNumber: RunNumber,
): Promise<void> {
  const isOwn = changes.some(({ by }) => by === 'bridge');
  await store.consentHistory.append(changes, isOwn ? await runNumber(store) : null);
}
