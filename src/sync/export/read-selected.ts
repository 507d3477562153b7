import { isSource } from '../../objects/registry.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { Binding } from '../../store/binding.js';
import { baseOf, historyOf } from '../people/binding-history.js';
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

/** What Odoo and the store know of the selected people, by the one rule of B6 and B15 for every path. */
export async function readSelected(
  run: AudienceRun,
  model: string,
  records: readonly AddressedRecord[],
): Promise<SelectedPerson[]> {
  const bindings = await findBindings(run, model, records);
  const found = records.map((record) => {
    const byAddress = bindings.byHash.get(subscriberHash(record.address)) ?? null;
    return { record, byAddress, binding: bindings.byRecord.get(record.id) ?? byAddress };
  });
  const persons = await readPersons(
    run,
    found.map(({ record, binding }) => ({ address: record.address, binding })),
  );
  return found.flatMap(({ record, binding, byAddress }, index) => {
    const person = persons[index];
    if (person === undefined) return [];
    const known: KnownRecord = {
      address: record.address,
      person,
      member: binding === null ? null : memberOf(binding),
      base: binding === null ? null : baseOf(binding),
      history: binding === null ? null : historyOf(binding),
      tagsOff: binding?.tagsOff ?? false,
      movedTo: isSource(model) && binding !== null ? moved(model, record, binding) : null,
      addressTaken: byAddress !== null && byAddress.memberId !== binding?.memberId,
    };
    return [{ record, binding, known }];
  });
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
