import { describe, expect, it } from '@jest/globals';
import { memberValues } from '../../../src/core/mapping/member-values.js';

const member = (more: Partial<Parameters<typeof memberValues>[1]> = {}) => ({
  email: 'Ana@Shop.pt',
  mergeFields: {},
  interests: {},
  permissions: {},
  ...more,
});
const tag = (value: unknown) =>
  memberValues(
    { mergeTags: ['FIELD'], interestIds: [], permissionIds: [] },
    member({ mergeFields: { FIELD: value } }),
  ).FIELD;

describe('memberValues', () => {
  it('B4: has the address in lower case and what is mapped, nothing else', () => {
    const names = { mergeTags: ['FNAME'], interestIds: ['news'], permissionIds: ['mail'] };
    const values = memberValues(
      names,
      member({
        mergeFields: { FNAME: 'Ana', LNAME: 'Sousa' },
        interests: { news: true, offers: true },
        permissions: { mail: true },
      }),
    );
    expect(values).toEqual({
      EMAIL: 'ana@shop.pt',
      FNAME: 'Ana',
      'interest:news': true,
      'permission:mail': true,
    });
  });

  it('B4: a yes MailChimp does not mention is a no', () => {
    const names = { mergeTags: [], interestIds: ['news'], permissionIds: ['mail'] };
    expect(memberValues(names, member())).toMatchObject({ 'interest:news': false, 'permission:mail': false });
  });

  it.each([undefined, null, '', '   '])('B6: %j is empty', (value) => {
    expect(tag(value)).toBe('');
  });

  it.each([0, 15.5, '0', ' Ana '])('B4: %j is kept as it is', (value) => {
    expect(tag(value)).toBe(value);
  });

  it('B5: an address has texts for parts', () => {
    expect(tag({ addr1: '1 High St', addr2: null, zip: 94105 })).toEqual({
      addr1: '1 High St',
      addr2: '',
      zip: '94105',
    });
  });

  it('B5: an address without a single part is empty', () => {
    expect(tag({ addr1: '', city: '', country: '' })).toBe('');
  });
});
