import type { AskedStatus } from '../../consent/decide.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { Binding } from '../../store/binding.js';
import type { KnownPerson } from '../people/known-person.js';
import { decidePerson } from '../people/person-consent.js';
import { readPersons } from '../people/read-persons.js';
import type { OpenAudience } from '../run/audience-run.js';
import { newAddressOf, type ExportRules } from './plan-contact.js';

/** Somebody whose address bounced, as they are under the one that was put in its place in Odoo. */
export interface MovedPerson {
  /** No member yet. */
  known: KnownPerson;
  status: AskedStatus;
  /** The member that stays cleaned, without the records. */
  former: Binding;
}

/** MailChimp gives no other address to a cleaned member: whose address bounced becomes a new one (B49). */
export async function movedPeople(
  open: OpenAudience,
  people: ReadonlyMap<SelectedRecord, KnownPerson>,
  rules: ExportRules,
): Promise<Map<SelectedRecord, MovedPerson>> {
  const found = [...people].flatMap(([record, known]) => {
    const { binding: former, address } = known;
    const status = statusUnderNewAddress(known, rules);
    return former === null || status === null ? [] : [{ record, address, former, status }];
  });
  const persons = await readPersons(
    open,
    found.map(({ address }) => ({ address, binding: null })),
  );
  return new Map(
    found.flatMap(({ record, address, former, status }, index) => {
      const person = persons[index];
      if (person === undefined) return [];
      const known = { ...nobody, address, person };
      return [[record, { known, status, former }] as const];
    }),
  );
}

const nobody = {
  ...{ member: null, binding: null, base: null, entry: null, movedTo: null },
  ...{ isInterrupted: false, tagsOff: false, addressTaken: false },
};

function statusUnderNewAddress(known: KnownPerson, rules: ExportRules): AskedStatus | null {
  if (known.member?.status !== 'cleaned' || known.addressTaken) return null;
  const { underNewAddress } = decidePerson(known, rules.policies);
  return newAddressOf(known, rules) === known.address ? underNewAddress : null;
}
