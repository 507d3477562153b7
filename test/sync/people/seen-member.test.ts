import { describe, expect, it } from '@jest/globals';
import { memberSchema } from '../../../src/mailchimp/member.js';
import { baseOf, historyOf } from '../../../src/sync/people/binding-history.js';
import { bindingOf, memberConsent, memberOf, seenMember } from '../../../src/sync/people/seen-member.js';
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
    expect(memberConsent(member)).toEqual({
      status: 'subscribed',
      signedUpAt: null,
      optedInAt: new Date('2021-11-23T22:51:56Z'),
    });
  });

  it('B24: is remembered by its binding as it was seen, but for the case of the address', () => {
    const remembered = memberOf(JSON.parse(JSON.stringify(bindingOf('a1', member, undefined))) as never);
    expect(remembered).toEqual({ ...member, email: 'ana@acme-widgets.com' });
  });

  it('B24: a new sight of it changes nothing else that its binding knows', () => {
    const known = buildBinding({ contactId: 5, partnerId: 6, mirroredOptOut: true, base: { ...aBase({}) } });
    const { records, mirroredOptOut, base, status } = bindingOf(
      'a1',
      aMember({}, { status: 'unsubscribed' }),
      known,
    );
    expect({ records, mirroredOptOut, base, status }).toEqual({
      records: { 'mailing.contact': 5, 'res.partner': 6 },
      mirroredOptOut: true,
      base: aBase({}),
      status: 'unsubscribed',
    });
  });
});

describe('baseOf and historyOf', () => {
  it('B6: there is no base before the two were brought together', () => {
    expect(baseOf(buildBinding())).toBeNull();
    expect(historyOf(buildBinding())).toBeNull();
  });

  it('B6: the base is what was remembered', () => {
    const base = aBase({ FIELD: 'a', ADDRESS: { city: 'Leeds' }, NUMBER: 0, 'interest:news': false });
    expect(baseOf(buildBinding({ base: { ...base } }))).toEqual(base);
  });

  it('B24: the history is what was true then, whatever MailChimp says now', () => {
    const base = { ...aBase({}, {}, { optedOut: true, status: 'unsubscribed' }) };
    expect(historyOf(buildBinding({ base, status: 'subscribed' }))).toEqual({
      status: 'unsubscribed',
      optedOut: true,
      mirroredOptOut: false,
    });
  });

  it('B9: an opt-out that was put there before they met is a mirror', () => {
    expect(historyOf(buildBinding({ mirroredOptOut: true, status: 'pending' }))).toEqual({
      status: 'pending',
      optedOut: true,
      mirroredOptOut: true,
    });
  });
});
