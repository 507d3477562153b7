import { odooValues } from '../../core/mapping/odoo-values.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { readPeople } from '../../odoo/people/read-people.js';
import type { SelectableModel, SelectedRecord } from '../../odoo/people/select-records.js';
import type { Binding } from '../../store/binding.js';
import { baseOf, historyOf } from '../people/binding-history.js';
import { mappable, viewPerson, type PersonView } from '../people/person-view.js';
import type { AudienceRun } from '../sync-context.js';
import type { KnownPerson } from './plan-contact.js';

export type AddressedRecord = SelectedRecord & { address: string };

export interface SelectedPerson {
  record: AddressedRecord;
  known: KnownPerson;
  binding: Binding | null;
}

/** What Odoo and the store know of the selected people, by the one rule of B6 and B15 for every path. */
export async function readSelected(
  run: AudienceRun,
  model: SelectableModel,
  records: readonly AddressedRecord[],
): Promise<SelectedPerson[]> {
  const bindings = await findBindings(run, model, records);
  const people = await readPeople(run.odoo, {
    addresses: records.map(({ address }) => address),
    contactIds: [...bindings.byRecord.values(), ...bindings.byHash.values()].flatMap(
      (row) => row.contactId ?? [],
    ),
    mailingListId: run.mailingListId,
    withCustomers: true,
  });
  return records.map((record) => {
    const taken = bindings.byHash.get(subscriberHash(record.address)) ?? null;
    const binding = bindings.byRecord.get(record.id) ?? taken;
    const contactId = binding?.contactId ?? null;
    const linked = contactId === null ? null : people.byContactId(contactId);
    const person = viewPerson(people.byAddress(record.address), linked);
    const addressTaken = taken !== null && taken.memberId !== binding?.memberId;
    return { record, binding, known: knownPerson(run, { record, person, binding, addressTaken }) };
  });
}

function knownPerson(
  run: AudienceRun,
  found: { record: AddressedRecord; person: PersonView; binding: Binding | null; addressTaken: boolean },
): KnownPerson {
  const { record, person, binding, addressTaken } = found;
  const tagIds = [...(person.contact?.tagIds ?? []), ...(person.customer?.tagIds ?? [])];
  return {
    address: record.address,
    person,
    values: odooValues(run.fields, person.contact, mappable(person.customer)),
    tags: run.tags.names([...new Set(tagIds)]),
    status: binding?.status ?? null,
    base: binding === null ? null : baseOf(binding),
    history: binding === null ? null : historyOf(binding),
    addressTaken,
  };
}

interface FoundBindings {
  byRecord: Map<number, Binding>;
  byHash: Map<string, Binding>;
}

async function findBindings(
  run: AudienceRun,
  model: SelectableModel,
  records: readonly AddressedRecord[],
): Promise<FoundBindings> {
  const { bindings } = run.store;
  const hashes = records.map(({ address }) => subscriberHash(address));
  const ids = model === 'mailing.contact' ? records.map(({ id }) => id) : [];
  const [ofRecords, ofHashes] = await Promise.all([
    bindings.byContacts(run.audience.id, ids),
    bindings.byHashes(run.audience.id, hashes),
  ]);
  return {
    byRecord: new Map(ofRecords.flatMap((row) => (row.contactId === null ? [] : [[row.contactId, row]]))),
    byHash: new Map(ofHashes.map((row) => [row.subscriberHash, row])),
  };
}
