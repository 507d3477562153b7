import { describe, expect, it } from '@jest/globals';
import { memberSchema } from '../../../src/mailchimp/member.js';
import { baseOf } from '../../../src/sync/people/binding-history.js';
import { bindingOf, memberOf, seenConsent, seenMember } from '../../../src/sync/people/seen-member.js';
import { buildRawMember } from '../../mailchimp/build-member.js';
import { buildBinding } from '../../store/build-binding.js';
import { aBase, aMember } from './build-known.js';

const names = { mergeTags: ['FNAME', 'LTV', 'ADDRESS'], interestIds: ['news'], permissionIds: [] };
const member = seenMember(
  memberSchema.parse(buildRawMember({ email_address: 'Ana@Acme-Widgets.com' })),
  names,
);

describe('seenMember', () => {
  it('B4: has the mapped values and the tags by name', () => {
    expect(member).toMatchObject({
      email: 'Ana@Acme-Widgets.com',
      fullName: 'Ana Sousa',
      status: 'subscribed',
      tags: ['VIP'],
      values: { EMAIL: 'ana@acme-widgets.com', FNAME: 'Ana', LTV: 15.5, ADDRESS: '', 'interest:news': false },
    });
  });

  it('B25: tells when the person acted, and when they did not', () => {
    expect(seenConsent(member)).toEqual({
      status: 'subscribed',
      lastChanged: Date.parse('2021-11-23T22:51:57Z'),
      signedUpAt: null,
      optedInAt: Date.parse('2021-11-23T22:51:56Z'),
      evidence: { campaign: null, ip: null, reason: null, source: null, told: null },
    });
  });

  it('B24: is remembered by its binding as it was seen, but for the case of the address', () => {
    const remembered = memberOf(JSON.parse(JSON.stringify(bindingOf('a1', member, undefined))) as never);
    expect(remembered).toEqual({ ...member, email: 'ana@acme-widgets.com' });
  });

  it('B24: a new sight of it changes nothing else that its binding knows', () => {
    const known = buildBinding({ contactId: 5, partnerId: 6, base: { ...aBase({}) } });
    const { records, base, status } = bindingOf('a1', aMember({}, { status: 'unsubscribed' }), known);
    expect({ records, base, status }).toEqual({
      records: { 'mailing.contact': 5, 'res.partner': 6 },
      base: aBase({}),
      status: 'unsubscribed',
    });
  });
});

describe('baseOf', () => {
  it('B6: there is no base before the two were brought together', () => {
    expect(baseOf(buildBinding())).toBeNull();
  });

  it('B6: the base is what was remembered', () => {
    const base = aBase({ FIELD: 'a', ADDRESS: { city: 'Leeds' }, NUMBER: 0, 'interest:news': false });
    expect(baseOf(buildBinding({ base: { ...base } }))).toEqual(base);
  });
});
