import { describe, expect, it } from '@jest/globals';
import type { MemberStatus } from '../../../src/core/member-status.js';
import type { ImportRules } from '../../../src/sync/import/import-rules.js';
import { changesOdoo, planMember } from '../../../src/sync/import/plan-member.js';
import { plannedChanges } from '../../../src/sync/import/planned-changes.js';
import type { KnownMember } from '../../../src/sync/people/known-person.js';
import { aMapping, tools } from '../../core/mapping/build-mapping.js';
import { buildEntry, policies } from '../../consent/build-consent.js';
import { aBase, aContact, aCustomer, aKnown, aMember, email, someRules } from '../people/build-known.js';

const mappings = [aMapping()];

function theRules(more: Partial<ImportRules> = {}): ImportRules {
  const options = { splitNames: false, createContact: true, createCustomer: false, holdsCustomers: false };
  return { ...someRules(mappings), ...options, tools, policies: policies(), ...more };
}

const withoutSubscription = aContact({ x_field: 'a' }, { subscription: null });
const onList = aContact({ x_field: 'a' });

/** A member that holds `a`, and these records. */
function known(more: Parameters<typeof aKnown>[1] = {}): KnownMember {
  const one = aKnown(mappings, { contact: onList, member: aMember({ FIELD: 'a' }), ...more });
  const row = one.person.contact?.subscription ?? null;
  const seen = row && { ...row, contactId: 1, contactCreated: null, optedOutAt: null };
  return {
    ...one,
    person: {
      ...one.person,
      consent: { mailingListId: 3, subscriptions: seen ? [seen] : [], blacklisted: false },
    },
  };
}

const inStatus = (status: MemberStatus) => aMember({ FIELD: 'a' }, { status });

describe('planMember', () => {
  const contacts = [
    ['no contact', null],
    ['a contact off the list', withoutSubscription],
    ['a contact on the list', onList],
  ] as const;
  const customers = [
    ['no customer', null],
    ['a customer', aCustomer({ x_field: 'a' })],
  ] as const;
  const combinations = contacts.flatMap(([contactName, contact]) =>
    customers.flatMap(([customerName, customer]) =>
      [true, false].flatMap((createContact) =>
        [true, false].map((createCustomer) => ({
          ...{ contactName, customerName, contact, customer, createContact, createCustomer },
        })),
      ),
    ),
  );

  it.each(combinations)(
    'B11, B12: with $contactName and $customerName (auto_create_member $createContact, auto_create_customer $createCustomer) makes what is missing and allowed',
    ({ contact, customer, createContact, createCustomer }) => {
      const plan = planMember(known({ contact, customer }), theRules({ createContact, createCustomer }));
      const mayHaveContact = contact !== null || createContact;
      expect(plan.skipped).toBe(mayHaveContact ? null : 'no_contact');
      expect(plan.makesSource).toBe(mayHaveContact && createCustomer && customer === null);
      expect(changesOdoo(plan)).toBe(
        mayHaveContact && (contact !== onList || (createCustomer && customer === null)),
      );
      const actions = plannedChanges(plan).map(({ action }) => action);
      if (!mayHaveContact) expect(actions).toEqual([]);
      else if (contact === null) expect(actions).toEqual(['create']);
    },
  );

  it.each(contacts.slice(0, 2))('B48: who was taken out in Odoo and has %s is left alone', (_, contact) => {
    const one = { ...known({ contact }), entry: buildEntry('subscribed', [], { takenOut: true }) };

    const plan = planMember(one, theRules({ createCustomer: true }));

    expect(plan).toMatchObject({ skipped: 'taken_out', makesSource: false });
    expect([changesOdoo(plan), plannedChanges(plan)]).toEqual([false, []]);
  });

  const statuses: [MemberStatus, boolean][] = [
    ['subscribed', false],
    ['unsubscribed', true],
    ['cleaned', true],
    ['pending', true],
    ['transactional', true],
    ['archived', true],
  ];
  const places = [
    ['a new contact', null],
    ['a contact that is put on the list', withoutSubscription],
  ] as const;

  it.each(statuses.flatMap(([status, optOut]) => places.map((place) => [status, optOut, ...place] as const)))(
    'B9: a member that is %s is opted out (%s) on the subscription of %s',
    (status, optOut, _, contact) => {
      const { subscription } = planMember(known({ member: inStatus(status), contact }), theRules());
      expect(subscription?.optOut).toBe(optOut);
    },
  );

  it.each(statuses)(
    'B45: of a member that is %s it makes no plan for a subscription that is there',
    (status) => {
      const plan = planMember(known({ member: inStatus(status) }), theRules());
      expect(plan.subscription).toBeNull();
      expect(plan.contactValues).toEqual({});
    },
  );

  const sides = [
    ['neither changed', 'a', 'a', {}, false],
    ['MailChimp changed', 'a', 'b', { x_field: 'b' }, false],
    ['Odoo changed', 'b', 'a', {}, true],
    ['both changed, MailChimp later', 'c', 'b', { x_field: 'b' }, false],
  ] as const;

  it.each(sides)('B6: %s', (_, odoo, mailchimp, contactValues, exportDue) => {
    const plan = planMember(
      known({
        contact: aContact({ x_field: odoo }),
        member: aMember({ FIELD: mailchimp }),
        base: aBase({ FIELD: 'a' }),
      }),
      theRules(),
    );
    expect(plan.contactValues).toEqual(contactValues);
    expect(plan.exportDue).toBe(exportDue);
  });

  it('B11: a customer that is made has a name and the address', () => {
    const member = aMember({ FIELD: 'a' }, { fullName: 'Marta Oliveira' });
    const plan = planMember(known({ member }), theRules({ createCustomer: true }));
    expect(plan.sourceValues.customer).toMatchObject({ email });
    expect(plan.sourceValues.customer?.name).toBeTruthy();
  });

  it('B7: adds the tags the member has and takes off those it lost, of the managed ones', () => {
    const member = aMember({ FIELD: 'a' }, { tags: ['News', 'Other'] });
    const base = aBase({ FIELD: 'a' }, { FIELD: 'a' }, { tags: ['Old'] });
    const plan = planMember(
      known({ member, base, tags: ['Old'] }),
      theRules({ managedTags: ['News', 'Old'] }),
    );
    expect(plan.tags).toEqual({ add: ['News'], remove: ['Old'] });
  });
});
