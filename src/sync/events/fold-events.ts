import type { InboxEvent } from '../../store/inbox-event.js';

/** All that waits for one person, oldest first: one look at the member answers it. */
export type PersonEvents = readonly InboxEvent[];

interface Person {
  events: InboxEvent[];
}

/** The events of each person, whatever addresses they had meanwhile; who has waited longest comes first. */
export function foldEvents(events: readonly InboxEvent[]): PersonEvents[] {
  const people = new Set<Person>();
  const byAddress = new Map<string, Person>();
  for (const event of inOrder(events)) {
    const known = new Set(addressesOf(event).flatMap((address) => byAddress.get(address) ?? []));
    // A change of address joins what looked like two people.
    const [person = { events: [] }, ...others] = known;
    person.events.push(event, ...others.flatMap((other) => other.events));
    people.add(person);
    for (const other of others) people.delete(other);
    for (const address of person.events.flatMap(addressesOf)) byAddress.set(address, person);
  }
  return [...people].map((person) => inOrder(person.events));
}

function addressesOf({ email, formerEmail }: InboxEvent): string[] {
  return [email, formerEmail].flatMap((address) => address ?? []);
}

function inOrder(events: readonly InboxEvent[]): InboxEvent[] {
  return [...events].sort((one, other) => one.id - other.id);
}
