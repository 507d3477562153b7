import { usualSource } from '../../objects/registry.js';
import { readPeople } from '../../odoo/people/read-people.js';
import { pathsOf } from '../../odoo/records/related-records.js';
import type { OdooContact, OdooCustomer } from '../../odoo/people/person.js';
import { contactOf, type Binding } from '../../store/binding.js';
import type { AudienceRun } from '../sync-context.js';
import { viewPerson, type PersonView } from './person-view.js';

/** Whom to look for: by address, and by the records a binding names. */
export interface WantedPerson {
  /** Lower case. */
  address: string;
  binding: Binding | null;
}

/** What Odoo holds of these people, in their order, by the one rule of B6 and B15 for every path. */
export async function readPersons(run: AudienceRun, wanted: readonly WantedPerson[]): Promise<PersonView[]> {
  if (wanted.length === 0) return [];
  const [mapping, tags] = await Promise.all([run.mapping(), run.tags()]);
  const people = await readPeople(
    run.odoo,
    {
      addresses: wanted.map(({ address }) => address),
      contactIds: wanted.flatMap(({ binding }) => (binding === null ? null : contactOf(binding)) ?? []),
      customerIds: wanted.flatMap(({ binding }) => binding?.records[usualSource.model] ?? []),
      mailingListId: run.mailingListId,
      contactFields: mapping.contactFields,
      customerFields: mapping.customerFields,
    },
    run.people,
  );
  const found = wanted.map((one) => {
    const contactId = one.binding === null ? null : contactOf(one.binding);
    const customerId = one.binding?.records[usualSource.model] ?? null;
    const linked = {
      contact: contactId === null ? null : people.byContactId(contactId),
      customer: customerId === null ? null : people.byCustomerId(customerId),
    };
    return { person: people.byAddress(one.address), linked };
  });
  const contacts = found.flatMap(({ person, linked }) => [...person.contacts, ...present(linked.contact)]);
  const customers = found.flatMap(({ person, linked }) => [...person.customers, ...present(linked.customer)]);
  const { related } = mapping.tools;
  await related.load(pathsOf(mapping.mappings.map(({ contact }) => contact)), contacts.map(valuesOf));
  await related.load(pathsOf(mapping.mappings.map(({ customer }) => customer)), customers.map(valuesOf));
  return found.map(({ person, linked }) => viewPerson(person, linked, { mapping, tags }));
}

function present<T>(record: T | null): T[] {
  return record === null ? [] : [record];
}

function valuesOf({ values }: OdooContact | OdooCustomer) {
  return values;
}
