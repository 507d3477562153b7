import { isSource } from '../../objects/registry.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { Binding } from '../../store/binding.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { baseOf } from '../people/binding-history.js';
import { readPersons } from '../people/read-persons.js';
import { memberOf } from '../people/seen-member.js';
import type { AudienceRun } from '../sync-context.js';
import type { KnownRecord } from './plan-contact.js';

export type AddressedRecord = SelectedRecord & { address: string };

export interface SelectedPerson {
  record: AddressedRecord;
  known: KnownRecord;
  binding: Binding | null;
}

/**
 * What Odoo and the store know of the selected people, by the one rule of B6 and B15 for every path.
 * @param look at their consent, just before
 */
export async function readSelected(
  run: AudienceRun,
  model: string,
  records: readonly AddressedRecord[],
  look?: ConsentLook,
): Promise<SelectedPerson[]> {
  const bindings = await findBindings(run, model, records);
  const found = records.map((record) => {
    const byAddress = bindings.byHash.get(subscriberHash(record.address)) ?? null;
    return { record, byAddress, binding: bindings.byRecord.get(record.id) ?? byAddress };
  });
  const memberIds = found.flatMap(({ binding }) => binding?.memberId ?? []);
  const [persons, ledger] = await Promise.all([
    readPersons(
      run,
      found.map(({ record, binding }) => ({ address: record.address, binding })),
      look,
    ),
    run.store.consentLedger.of(run.audience.id, memberIds),
  ]);
  return found.flatMap(({ record, binding, byAddress }, index) => {
    const person = persons[index];
    if (person === undefined) return [];
    const known: KnownRecord = {
      address: record.address,
      person,
      ...remembered(binding, ledger),
      isInterrupted: false,
      movedTo: isSource(model) && binding !== null ? moved(model, record, binding) : null,
      addressTaken: byAddress !== null && byAddress.memberId !== binding?.memberId,
    };
    return [{ record, binding, known }];
  });
}

function remembered(
  binding: Binding | null,
  ledger: ReadonlyMap<string, KeptEntry>,
): Pick<KnownRecord, 'member' | 'base' | 'entry' | 'tagsOff'> {
  if (binding === null) return { member: null, base: null, entry: null, tagsOff: false };
  const { memberId, tagsOff } = binding;
  return {
    member: memberOf(binding),
    base: baseOf(binding),
    entry: ledger.get(memberId)?.entry ?? null,
    tagsOff,
  };
}

/** A source that has kept the address is not the one who moved: an address changed in MailChimp stays (B17, B32). */
function moved(model: string, { address }: AddressedRecord, binding: Binding): KnownRecord['movedTo'] {
  const kept = baseOf(binding)?.sourceAddresses?.[model];
  return address === binding.email || address === kept ? null : { model, address };
}

interface FoundBindings {
  byRecord: Map<number, Binding>;
  byHash: Map<string, Binding>;
}

/** The members that the selected records are. */
export async function bindingsOfSelected(
  run: AudienceRun,
  model: string,
  records: readonly AddressedRecord[],
): Promise<Binding[]> {
  const { byRecord, byHash } = await findBindings(run, model, records);
  const found = [...byRecord.values(), ...byHash.values()];
  return [...new Map(found.map((binding) => [binding.memberId, binding])).values()];
}

async function findBindings(
  run: AudienceRun,
  model: string,
  records: readonly AddressedRecord[],
): Promise<FoundBindings> {
  const { bindings } = run.store;
  const hashes = records.map(({ address }) => subscriberHash(address));
  const ids = records.map(({ id }) => id);
  const [ofRecords, ofHashes] = await Promise.all([
    bindings.byRecords(run.audience.id, model, ids),
    bindings.byHashes(run.audience.id, hashes),
  ]);
  return {
    byRecord: new Map(
      ofRecords.flatMap((row) => {
        const id = row.records[model];
        return id === undefined ? [] : [[id, row]];
      }),
    ),
    byHash: new Map(ofHashes.map((row) => [row.subscriberHash, row])),
  };
}
