import { describe, expect, it } from '@jest/globals';
import type { OdooContact, SourceRecord, OdooSubscription, Person } from '../../../src/odoo/people/person.js';
import { RelatedRecords } from '../../../src/odoo/records/related-records.js';
import { viewPerson, type LinkedRecords } from '../../../src/sync/people/person-view.js';
import type { TagDirectory } from '../../../src/sync/people/tag-directory.js';
import { aMapping } from '../../core/mapping/build-mapping.js';
import { aContact, aCustomer, email } from './build-known.js';
import { openTimezone } from '../../../src/core/mapping/timezone.js';

const tagNames = new Map([
  [1, 'VIP'],
  [2, 'vip '],
  [3, 'Events'],
]);

const tags: TagDirectory = {
  archived: [],
  names: (ids) => ids.flatMap((id) => tagNames.get(id) ?? []),
  findAll: () => new Map(),
  ensure: () => Promise.resolve(new Map()),
  refusalOf: () => null,
};

const related = new RelatedRecords({ call: () => Promise.reject(new Error('no call is needed')) } as never);

const mapping = {
  mappings: [aMapping()],
  fields: {},
  splitNames: false,
  tools: { related, places: null, timezone: openTimezone('UTC') },
};

function view(
  contacts: OdooContact[],
  customers: SourceRecord[] = [],
  { linked = {}, blacklisted = false }: { linked?: Partial<LinkedRecords>; blacklisted?: boolean } = {},
) {
  const person: Person = { address: email, contacts, sources: { customer: customers }, blacklisted };
  return viewPerson(person, { contact: null, sources: {}, ...linked }, { mapping, tags, mailingListId: 3 });
}

const subscription = (more: Partial<OdooSubscription> = {}): OdooSubscription => {
  return { id: 100, mailingListId: 3, optOut: false, optOutDate: null, writtenAt: null, ...more };
};

const unsubscribed = { subscription: null };

describe('viewPerson of several contacts', () => {
  const oldest = aContact({ x_field: 'oldest' }, { id: 1, ...unsubscribed });
  const subscribed = aContact({ x_field: 'subscribed' }, { id: 2 });
  const linked = aContact({ x_field: 'linked' }, { id: 3, ...unsubscribed });

  it('B15: takes the linked one, wherever its address went', () => {
    const seen = view([oldest, subscribed], [], { linked: { contact: linked } });
    expect(seen.contact?.id).toBe(3);
    expect(seen.odoo.values.FIELD).toBe('linked');
    expect(seen.otherContacts).toEqual([1, 2]);
  });

  it('B15: else the one on the mailing list, else the oldest', () => {
    expect(view([oldest, subscribed]).contact?.id).toBe(2);
    expect(view([oldest, linked]).contact?.id).toBe(1);
    expect(view([]).contact).toBeNull();
  });

  it('B15: shows the subscriptions of all of them, each with the date of its opt-out', () => {
    const early = subscription({ optOut: true, optOutDate: '2026-02-01 08:00:00' });
    const late = subscription({ optOut: true, optOutDate: '2026-03-01 08:00:00' });
    const contacts = [
      aContact({}, { id: 1, subscription: late }),
      aContact({}, { id: 2, subscription: early }),
      aContact({}, { id: 3 }),
    ];
    const { consent } = view(contacts, [], { linked: { contact: contacts[2] ?? null } });

    expect(consent.blacklisted).toBe(false);
    expect(consent.subscriptions).toMatchObject([
      { contactId: 1, optOut: true, optedOutAt: Date.parse('2026-03-01T08:00:00Z') },
      { contactId: 2, optOut: true, optedOutAt: Date.parse('2026-02-01T08:00:00Z') },
      { contactId: 3, optOut: false, optedOutAt: null },
    ]);
  });

  it('B25: tells who is subscribed, on no mailing list, or blacklisted', () => {
    expect(view([subscribed]).consent).toMatchObject({
      subscriptions: [{ contactId: 2, mailingListId: 3, optOut: false, optedOutAt: null }],
      blacklisted: false,
    });
    expect(view([oldest]).consent.subscriptions).toEqual([]);
    expect(view([], [], { blacklisted: true }).consent).toEqual({
      mailingListId: 3,
      subscriptions: [],
      blacklisted: true,
    });
  });

  it('B25: an opt-out without a date is one', () => {
    const contact = aContact({}, { subscription: subscription({ optOut: true }) });
    expect(view([contact]).consent.subscriptions).toMatchObject([{ optOut: true, optedOutAt: null }]);
  });
});

describe('viewPerson of customers', () => {
  const archived = aCustomer({ x_field: 'archived' }, { id: 7, active: false });
  const older = aCustomer({ x_field: 'older' }, { id: 8 });
  const newer = aCustomer({ x_field: 'newer' }, { id: 9 });

  it('B6: takes the linked one, else the oldest', () => {
    expect(view([], [older, newer], { linked: { sources: { customer: newer } } }).sources.customer?.id).toBe(
      9,
    );
    expect(view([], [older, newer]).sources.customer?.id).toBe(8);
  });

  it('B11: an archived one has the address and lends nothing', () => {
    const seen = view([], [archived]);
    expect([seen.sources.customer, seen.present.has('customer'), seen.odoo.values.FIELD]).toEqual([
      null,
      true,
      '',
    ]);
    expect(view([], [archived, newer]).sources.customer?.id).toBe(9);
    expect(view([], [newer], { linked: { sources: { customer: archived } } }).sources.customer?.id).toBe(9);
  });

  it('B11: nobody has the address', () => {
    expect(view([aContact()]).present.has('customer')).toBe(false);
  });

  it("B6: the contact's value counts, and the customer's where it has none", () => {
    expect(view([aContact({ x_field: 'contact' })], [older]).odoo.values.FIELD).toBe('contact');
    expect(view([aContact({ x_field: false })], [older]).odoo.values.FIELD).toBe('older');
  });

  it('B7: has the tags of both, each once whatever its case', () => {
    const seen = view([aContact({}, { tagIds: [1, 3] })], [aCustomer({}, { tagIds: [2] })]);
    expect(seen.tags.map((name) => name.trim().toLowerCase()).sort()).toEqual(['events', 'vip']);
  });
});
