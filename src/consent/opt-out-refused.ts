import type { ConsentChange } from '../core/consent-change.js';
import { writeOptOuts } from '../odoo/people/write-opt-outs.js';
import { bisect } from '../support/bisect.js';
import type { BridgeError } from '../support/errors.js';
import { changeByBridge } from './change-by-bridge.js';
import type { ConsentRun } from './consent-run.js';
import type { SeenSubscription } from './facts-of.js';
import { mirrorsOfAddress } from './mirrors-of-address.js';
import { subscriptionInDoubt } from './new-subscription.js';
import { isRowRefusal } from './row-refusal.js';
import { noteChanges, type RunNumber } from './write-down.js';

/** Somebody who is no member, and whom MailChimp will not have. */
export interface RefusedPerson {
  /** Of the address. */
  hash: string;
  /** Lower case. */
  address: string;
  /** Of all contacts of the address. */
  subscriptions: readonly SeenSubscription[];
}

/**
 * Whom MailChimp will not have isn't mailed by Odoo either (B47). The ledger knows of it first, by the hash of the address:
 * these opt-outs only mirror MailChimp (B9), and a later sign-up of the person's own lifts them.
 * @returns what Odoo has refused to opt out
 */
export async function optOutRefused<Person extends RefusedPerson>(
  run: Pick<ConsentRun, 'odoo' | 'store' | 'audienceId'> & {
    mailingListId: number;
    runNumber: RunNumber;
  },
  people: readonly Person[],
): Promise<Map<Person, BridgeError>> {
  const open = people.filter(({ subscriptions }) => subscriptions.some(({ optOut }) => !optOut));
  const entries = open.map(({ hash, subscriptions }) =>
    mirrorsOfAddress(
      run.audienceId,
      hash,
      subscriptions.filter(({ optOut }) => !optOut),
    ),
  );
  await run.store.consentLedger.save(entries);
  const writes = open.flatMap((person) =>
    person.subscriptions
      .filter(({ optOut }) => !optOut)
      .map(({ id: subscriptionId }) => ({ person, subscriptionId, ...subscriptionInDoubt() })),
  );
  const { refusals } = await bisect(
    writes,
    (some) => writeOptOuts(run.odoo, run.mailingListId, some),
    isRowRefusal,
  );
  const refused = new Map(refusals.map(({ item, error }) => [item.person, error]));
  const optedOut = open.filter((person) => !refused.has(person));
  const changes = optedOut.map((person) => optOutOf(run.audienceId, person));
  await noteChanges(run.store, changes, run.runNumber);
  return refused;
}

function optOutOf(audienceId: string, { hash: memberId, address: email }: RefusedPerson): ConsentChange {
  const optOut = { side: 'odoo', what: 'subscription', from: 'opted_in', to: 'opted_out' } as const;
  return changeByBridge({ audienceId, memberId, email }, optOut);
}
