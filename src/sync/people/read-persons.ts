import type { Mapping } from '../../core/mapping/mapping.js';
import { consentHolder, isSource } from '../../objects/registry.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import { readPeople, type People } from '../../odoo/people/read-people.js';
import type { SourceQuery } from '../../odoo/people/source-records.js';
import { pathsOf } from '../../odoo/records/related-records.js';
import { contactOf, type Binding } from '../../store/binding.js';
import type { OpenAudience } from '../run/audience-run.js';
import { recordsOf, viewPerson, type LinkedRecords, type PersonView } from './person-view.js';

/** Whom to look for: by address, and by the records a binding names. */
export interface WantedPerson {
  /** Lower case. */
  address: string;
  binding: Binding | null;
}

/**
 * What Odoo holds of these people, in their order, by the one rule of B6 and B15 for every path.
 * @param look at their consent, just before
 */
export async function readPersons(
  run: OpenAudience,
  wanted: readonly WantedPerson[],
  look?: ConsentLook,
): Promise<PersonView[]> {
  if (wanted.length === 0) return [];
  const [mapping, tags] = await Promise.all([run.mapping(), run.tags()]);
  const people = await readPeople(
    run.odoo,
    {
      addresses: wanted.map(({ address }) => address),
      contactIds: wanted.flatMap(({ binding }) => (binding === null ? null : contactOf(binding)) ?? []),
      mailingListId: run.mailingListId,
      contactFields: mapping.fields[consentHolder.key] ?? [],
      sources: sourceQueries(run, mapping, wanted),
      look,
    },
    run.people,
  );
  const found = wanted.map(({ address, binding }) => ({
    person: people.byAddress(address),
    linked: linkedTo(run, binding, people),
  }));
  const { related } = mapping.tools;
  const { mailingListId } = run;
  for (const { key } of run.types) {
    const records = found.flatMap(({ person, linked }) => [
      ...(key === consentHolder.key ? person.contacts : (person.sources[key] ?? [])),
      ...present(recordsOf(linked)[key] ?? null),
    ]);
    const paths = pathsOf(mapping.mappings.map(({ sources }) => sources[key] ?? null));
    await related.load(
      paths,
      records.map(({ values }) => values),
    );
  }
  return found.map(({ person, linked }) => viewPerson(person, linked, { mapping, tags, mailingListId }));
}

function sourceQueries(
  { types }: OpenAudience,
  { fields }: Mapping,
  wanted: readonly WantedPerson[],
): SourceQuery[] {
  return types
    .filter(({ model }) => isSource(model))
    .map((type) => ({
      type,
      ids: wanted.flatMap(({ binding }) => binding?.records[type.model] ?? []),
      fields: fields[type.key] ?? [],
    }));
}

function linkedTo({ types }: OpenAudience, binding: Binding | null, people: People): LinkedRecords {
  const contactId = binding === null ? null : contactOf(binding);
  const sources = types
    .filter(({ model }) => isSource(model))
    .map(({ key, model }) => {
      const id = binding?.records[model];
      return [key, id === undefined ? null : people.bySourceId(key, id)] as const;
    });
  return {
    contact: contactId === null ? null : people.byContactId(contactId),
    sources: Object.fromEntries(sources),
  };
}

function present<T>(record: T | null): T[] {
  return record === null ? [] : [record];
}
