import { describe, expect, it } from '@jest/globals';
import { memberFields, memberSchema, parseMember } from '../../src/mailchimp/member.js';
import { subscriberHash } from '../../src/mailchimp/subscriber-hash.js';
import { buildRawMember } from './build-member.js';

describe('memberSchema', () => {
  it('reads a member as MailChimp writes it', () => {
    expect(memberSchema.parse(buildRawMember())).toEqual({
      id: subscriberHash('ana@acme-widgets.com'),
      contactId: '93b835cc104791040b356ff76030415d',
      webId: 400751728,
      email: 'ana@acme-widgets.com',
      fullName: 'Ana Sousa',
      status: 'subscribed',
      unsubscribeReason: null,
      ipSignup: null,
      ipOpt: null,
      mergeFields: { FNAME: 'Ana', LTV: 15.5, ADDRESS: '' },
      timestampSignup: null,
      timestampOpt: '2021-11-23T22:51:56+00:00',
      lastChanged: '2021-11-23T22:51:57+00:00',
      source: 'API - Generic',
      tags: [{ id: 4788460, name: 'VIP' }],
      tagsCount: 1,
      interests: {},
      permissions: {},
    });
  });

  it('lets the subscriber hash stand in for the contact id the older shape lacks', () => {
    const { id, email_address, status, last_changed } = buildRawMember();

    const member = memberSchema.parse({ id, email_address, status, last_changed });

    expect(member).toMatchObject({ contactId: id, webId: null, source: null, tags: [], mergeFields: {} });
  });

  it('names a status it does not know', () => {
    const { error } = memberSchema.safeParse(buildRawMember({ status: 'hibernating' }));

    expect(error?.issues).toEqual([
      expect.objectContaining({ path: ['status'], message: 'unknown member status hibernating' }),
    ]);
  });

  it('reads interests and marketing permissions where they were asked for', () => {
    const member = memberSchema.parse(
      buildRawMember({
        interests: { '9143cf3bd1': true },
        marketing_permissions: [{ marketing_permission_id: '1d2a', text: 'E-mail', enabled: false }],
      }),
    );

    expect(member).toMatchObject({ interests: { '9143cf3bd1': true }, permissions: { '1d2a': false } });
  });

  it('asks for every field it reads and for no other', () => {
    const asked = [...memberFields, 'interests', 'marketing_permissions'];
    expect(asked.sort()).toEqual(Object.keys(memberSchema.def.in.shape).sort());
  });
});

describe('B45: parseMember', () => {
  it.each([
    ['no address', { email_address: null }, 'email_address: '],
    ['an empty address', { email_address: '' }, 'email_address: '],
    ['an unknown status', { status: 'hibernating' }, 'status: unknown member status hibernating'],
  ])('tells a member with %s by what can be read of it', (_, odd, problem) => {
    const raw = buildRawMember(odd);

    const row = parseMember(raw);

    expect(row).toEqual({
      id: raw.id,
      contactId: raw.contact_id,
      email: raw.email_address || null,
      lastChanged: raw.last_changed,
      problem: expect.stringContaining(problem),
    });
  });

  it('tells of a row of which nothing can be read', () => {
    expect(parseMember('<html>')).toMatchObject({ id: '', email: null, problem: expect.any(String) });
  });

  it('takes an interest that is neither on nor off for off', () => {
    const raw = buildRawMember({ interests: { '9143cf3bd1': null } });

    expect(parseMember(raw)).toMatchObject({ interests: { '9143cf3bd1': false } });
  });
});
