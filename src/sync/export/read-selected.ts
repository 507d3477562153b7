import { isSource } from '../../objects/registry.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { Binding } from '../../store/binding.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { baseOf } from '../people/binding-history.js';
import type { KnownPerson } from '../people/known-person.js';
import { readPersons } from '../people/read-persons.js';
import { memberOf } from '../people/seen-member.js';
import type { OpenAudience } from '../run/audience-run.js';

type Addressed = SelectedRecord & { address: string };

const isAddressed = (record: SelectedRecord): record is Addressed => record.address !== null;

/**
 * What Odoo and the store know of the selected people, by record, by the one rule of B6 and B15 for every path; nothing of
 * records without an address.
 * @param look at their consent, just before
 */
export async function readSelected(
  open: OpenAudience,
  model: string,
  records: readonly SelectedRecord[],
  look?: ConsentLook,
): Promise<Map<SelectedRecord, KnownPerson>> {
  const bindings = await findBindings(open, model, records);
  const found = records.filter(isAddressed).map((record) => {
    const byAddress = bindings.byHash.get(subscriberHash(record.address)) ?? null;
    return { record, byAddress, binding: bindings.byRecord.get(record.id) ?? byAddress };
  });
  const memberIds = found.flatMap(({ binding }) => binding?.memberId ?? []);
  const [persons, ledger] = await Promise.all([
    readPersons(
      open,
      found.map(({ record, binding }) => ({ address: record.address, binding })),
      look,
    ),
    open.store.consentLedger.of(open.audience.id, memberIds),
  ]);
  const people = found.flatMap(({ record, binding, byAddress }, index) => {
    const person = persons[index];
    if (person === undefined) return [];
    const known: KnownPerson = {
      address: record.address,
      person,
      ...remembered(binding, ledger),
      isInterrupted: false,
      movedTo: isSource(model) && binding !== null ? moved(model, record, binding) : null,
      addressTaken: byAddress !== null && byAddress.memberId !== binding?.memberId,
    };
    return [[record, known] as const];
  });
  return new Map<SelectedRecord, KnownPerson>(people);
}

function remembered(
  binding: Binding | null,
  ledger: ReadonlyMap<string, KeptEntry>,
): Pick<KnownPerson, 'binding' | 'member' | 'base' | 'entry' | 'tagsOff'> {
  if (binding === null) return { binding, member: null, base: null, entry: null, tagsOff: false };
  const { memberId, tagsOff } = binding;
  const entry = ledger.get(memberId)?.entry ?? null;
  return { binding, member: memberOf(binding), base: baseOf(binding), entry, tagsOff };
}

/** A source that has kept the address is not the one who moved: an address changed in MailChimp stays (B17, B32). */
function moved(model: string, { address }: Addressed, binding: Binding): KnownPerson['movedTo'] {
  const kept = baseOf(binding)?.sourceAddresses?.[model];
  return address === binding.email || address === kept ? null : { model, address };
}

interface FoundBindings {
  byRecord: Map<number, Binding>;
  byHash: Map<string, Binding>;
}

/** The members that the selected records are. */
export async function bindingsOfSelected(
  open: OpenAudience,
  model: string,
  records: readonly SelectedRecord[],
): Promise<Binding[]> {
  const { byRecord, byHash } = await findBindings(open, model, records);
  const found = [...byRecord.values(), ...byHash.values()];
  return [...new Map(found.map((binding) => [binding.memberId, binding])).values()];
}

async function findBindings(
  { store: { bindings }, audience }: OpenAudience,
  model: string,
  records: readonly SelectedRecord[],
): Promise<FoundBindings> {
  const addressed = records.filter(isAddressed);
  const ids = addressed.map(({ id }) => id);
  const [ofRecords, ofHashes] = await Promise.all([
    bindings.byRecords(audience.id, model, ids),
    bindings.byHashes(
      audience.id,
      addressed.map(({ address }) => subscriberHash(address)),
    ),
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
