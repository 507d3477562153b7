import { describe, expect, it } from '@jest/globals';
import { mergeName, mergeNameParts, type NamePartState } from '../../../src/core/merge/merge-name.js';
import type { FieldPolicy, Side } from '../../../src/core/merge/merge-field.js';
import { aPolicy, aState, byDefault } from './build-state.js';

const overrides = { override: true, isEmpty: false };
const stays = { override: false, isEmpty: false };

describe('mergeName', () => {
  it.each([overrides, stays])('B13: an empty Odoo name is filled either way (%j)', ({ override }) => {
    const empty = { override, isEmpty: true };
    expect(mergeName(aState('', 'Ana', { later: 'odoo' }), byDefault, empty)).toBe('mailchimp');
    expect(mergeName(aState('', 'Ana', { base: 'Ana' }), byDefault, empty)).toBe('mailchimp');
  });

  it("B13: with the option the member's name replaces another already at the first meeting", () => {
    expect(mergeName(aState('Eva', 'Ana', { later: 'odoo' }), byDefault, overrides)).toBe('mailchimp');
  });

  it('B13: with the option a changed name travels by the policy, both ways', () => {
    expect(mergeName(aState('Ana', 'Eva', { base: 'Ana' }), byDefault, overrides)).toBe('mailchimp');
    expect(mergeName(aState('Eva', 'Ana', { base: 'Ana' }), byDefault, overrides)).toBe('odoo');
  });

  it('B13: with the option a name the member does not have replaces nothing', () => {
    expect(mergeName(aState('Ana', ''), byDefault, overrides)).toBe('odoo');
  });

  it("B13: without it the Odoo name stays, and MailChimp's change is not reverted", () => {
    expect(mergeName(aState('Ana', 'Eva', { base: 'Ana' }), byDefault, stays)).toBeNull();
  });

  it('B13: without it a name edited in Odoo still travels', () => {
    expect(mergeName(aState('Eva', 'Ana', { base: 'Ana' }), byDefault, stays)).toBe('odoo');
  });

  it('B6: a name MailChimp owns is not sent', () => {
    expect(
      mergeName(aState('Eva', 'Ana', { base: 'Ana' }), aPolicy({ owner: 'mailchimp' }), stays),
    ).toBeNull();
  });
});

type Split = readonly [first: string, last: string];

interface Names {
  odoo: Split;
  mailchimp: Split;
  base?: { odoo: Split; mailchimp: Split };
  later?: Side;
  policies?: readonly [FieldPolicy, FieldPolicy];
}

function parts({
  odoo,
  mailchimp,
  base,
  later = 'odoo',
  policies = [byDefault, byDefault],
}: Names): NamePartState[] {
  return ([0, 1] as const).map((at) => ({
    key: ['FNAME', 'LNAME'][at] ?? '',
    part: at === 0 ? 'first' : 'last',
    state: {
      odoo: odoo[at],
      mailchimp: mailchimp[at],
      base: { odoo: base?.odoo[at], mailchimp: base?.mailchimp[at] },
      later,
    },
    policy: policies[at],
  }));
}

const ways = (names: Names, rules = stays) => Object.fromEntries(mergeNameParts(parts(names), rules));

describe('mergeNameParts of a name that is split otherwise on either side', () => {
  const same = { odoo: ['Ana', 'Maria Sousa'], mailchimp: ['Ana Maria', 'Sousa'] } as const;

  it('B4: carries nothing while the names are the same', () => {
    expect(ways({ ...same })).toEqual({ FNAME: null, LNAME: null });
    expect(ways({ ...same, base: same })).toEqual({ FNAME: null, LNAME: null });
  });

  it("B13: with the option brings MailChimp's parts at the first meeting", () => {
    expect(ways({ ...same }, overrides)).toEqual({ FNAME: 'mailchimp', LNAME: 'mailchimp' });
  });

  it('B4: sends the whole name when its last part was edited in Odoo', () => {
    const edited = { ...same, odoo: ['Ana', 'Maria Silva'], base: same } as const;
    expect(ways(edited)).toEqual({ FNAME: 'odoo', LNAME: 'odoo' });
  });

  it('B4: brings the whole name when its last part was edited in MailChimp', () => {
    const edited = { ...same, mailchimp: ['Ana Maria', 'Silva'], base: same } as const;
    expect(ways(edited, overrides)).toEqual({ FNAME: 'mailchimp', LNAME: 'mailchimp' });
  });

  it('B4: brings the whole name when what is left of a part is what Odoo has of it', () => {
    const edited = { ...same, mailchimp: ['Ana', 'Sousa'], base: same } as const;
    expect(ways(edited, overrides)).toEqual({ FNAME: 'mailchimp', LNAME: 'mailchimp' });
  });

  it.each<Side>(['odoo', 'mailchimp'])('B6: takes the later of two edits whole: that of %s', (later) => {
    const edited = {
      odoo: ['Eva', 'Maria Sousa'],
      mailchimp: ['Ana Maria', 'Lima'],
      base: same,
      later,
    } as const;
    expect(ways(edited, overrides)).toEqual({ FNAME: later, LNAME: later });
  });

  it('B4: sends the empty part of a name of one word too', () => {
    const word = { odoo: ['Sousa', ''], mailchimp: ['', 'Sousa'] } as const;
    expect(ways({ ...word, odoo: ['Lima', ''], base: word })).toEqual({ FNAME: 'odoo', LNAME: 'odoo' });
  });
});

describe('mergeNameParts', () => {
  const ana = { odoo: ['Ana', 'Sousa'], mailchimp: ['Ana', 'Sousa'] } as const;

  it('B13: an edit in Odoo takes back what MailChimp changed in the other part', () => {
    const base = { odoo: ['Ana', 'Sousa'], mailchimp: ['Ana', 'Lima'] } as const;
    const edited = { odoo: ['Eva', 'Sousa'], mailchimp: ['Ana', 'Lima'], base } as const;
    expect(ways(edited)).toEqual({ FNAME: 'odoo', LNAME: 'odoo' });
  });

  it('B6: sends no part that is equal', () => {
    expect(ways({ ...ana, odoo: ['Eva', 'Sousa'], base: ana })).toEqual({ FNAME: 'odoo', LNAME: null });
  });

  it('B4: brings an equal part along, which Odoo may read otherwise afterwards', () => {
    const edited = { ...ana, mailchimp: ['Ana Maria', 'Sousa'], base: ana } as const;
    expect(ways(edited, overrides)).toEqual({ FNAME: 'mailchimp', LNAME: 'mailchimp' });
  });

  it('B6: one part edited on each side goes either way', () => {
    const edited = { odoo: ['Eva', 'Sousa'], mailchimp: ['Ana', 'Lima'], base: ana } as const;
    expect(ways(edited, overrides)).toEqual({ FNAME: 'odoo', LNAME: 'mailchimp' });
  });

  it('B6: keep leaves a last name Odoo does not have', () => {
    const base = { odoo: ['Ana', ''], mailchimp: ['Ana', 'Sousa'] } as const;
    const edited = { odoo: ['Eva', ''], mailchimp: ['Ana', 'Sousa'], base } as const;
    expect(ways(edited)).toEqual({ FNAME: 'odoo', LNAME: null });
  });

  it('B6: a part the other side owns does not come along', () => {
    const base = { odoo: ['Ana', 'Sousa'], mailchimp: ['Ana', 'Lima'] } as const;
    const edited = { odoo: ['Eva', 'Sousa'], mailchimp: ['Ana', 'Lima'], base } as const;
    const policies = [byDefault, aPolicy({ owner: 'mailchimp' })] as const;
    expect(ways({ ...edited, policies })).toEqual({ FNAME: 'odoo', LNAME: null });
  });

  it('B13: fills an empty Odoo name with what there is', () => {
    const names = { odoo: ['', ''], mailchimp: ['', 'Sousa'] } as const;
    expect(ways(names, { override: false, isEmpty: true })).toMatchObject({ LNAME: 'mailchimp' });
  });

  it('B6: the name of a customer travels by the policy alone', () => {
    const names = parts({ odoo: ['Eva', 'Lima'], mailchimp: ['Ana', 'Lima'], later: 'odoo' });
    expect(Object.fromEntries(mergeNameParts(names, null))).toEqual({ FNAME: 'odoo', LNAME: null });
  });
});
