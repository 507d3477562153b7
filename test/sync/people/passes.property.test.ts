import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textOf, type FieldValue } from '../../../src/core/field-value.js';
import type { FieldMapping } from '../../../src/core/mapping/field-mapping.js';
import type { FieldPolicy, Side } from '../../../src/core/merge/merge-field.js';
import { joinName } from '../../../src/core/person-name.js';
import { isPending } from '../../../src/sync/people/settled-base.js';
import { aField, aMapping, aPath, aTarget, firstName, lastName } from '../../core/mapping/build-mapping.js';
import { anyPolicy, anySide, otherSide } from '../../core/merge/build-state.js';
import { edited, mergeOf, pass, type Edit, type TwoSides } from './two-sides.js';

const both = (type: string, name: string) => {
  const path = aPath(aField(type, { name }));
  return { contact: path, customer: path };
};

/** Kinds of value: where it lives, and what people put there. */
const kinds = {
  TEXT: {
    ...both('char', 'x_text'),
    target: aTarget('text'),
    odoo: [false, 'a', 'b'],
    mailchimp: ['', 'a', 'b'],
  },
  NUMBER: {
    ...both('float', 'x_number'),
    target: aTarget('number'),
    odoo: [0, 1, 2.5],
    mailchimp: ['', 0, 1, 2.5],
  },
  WHOLE: {
    ...both('integer', 'x_whole'),
    target: aTarget('number'),
    odoo: [0, 1, 2],
    mailchimp: ['', 0, 1, 2.5],
  },
  BIRTHDAY: {
    ...both('date', 'x_birthday'),
    target: aTarget('birthday'),
    odoo: [false, '1980-05-01', '1981-02-28'],
    mailchimp: ['', '05/01', '02/29'],
  },
  RADIO: {
    ...both('boolean', 'x_radio'),
    target: aTarget('radio', { choices: ['Yes', 'No'] }),
    odoo: [false, true],
    mailchimp: ['', 'Yes', 'No'],
  },
  'interest:news': {
    ...both('boolean', 'x_news'),
    target: { kind: 'interest', id: 'news' },
    odoo: [false, true],
    mailchimp: [false, true],
  },
  'permission:mail': {
    ...both('boolean', 'x_mail'),
    target: { kind: 'permission', id: 'mail' },
    odoo: [false, true],
    mailchimp: [false, true],
  },
} as const;

type Kind = (typeof kinds)[keyof typeof kinds];

const fieldOf = ({ contact }: Kind): string => (contact.kind === 'path' ? (contact.path[0]?.name ?? '') : '');

function mappingOf(key: string, { contact, customer, target }: Kind, policy: FieldPolicy): FieldMapping {
  return aMapping({ key, target, contact, customer, ...policy });
}

function editsOf(key: string, kind: Kind): fc.Arbitrary<Edit> {
  return fc.oneof(
    fc.record({
      on: fc.constantFrom('contact' as const, 'customer' as const),
      field: fc.constant(fieldOf(kind)),
      value: fc.constantFrom<unknown>(...kind.odoo),
    }),
    fc.record({
      on: fc.constant('member' as const),
      field: fc.constant(key),
      value: fc.constantFrom<FieldValue>(...kind.mailchimp),
    }),
  );
}

const nobody: TwoSides = { contact: {}, customer: {}, member: {}, later: 'odoo', base: null };

interface Case {
  mappings: FieldMapping[];
  start: TwoSides;
  edits: Edit[];
  first: Side;
}

const anyCase: fc.Arbitrary<Case> = fc.constantFrom(...Object.entries(kinds)).chain(([key, kind]) => {
  const edits = fc.array(editsOf(key, kind), { maxLength: 4 });
  const empty = edited(nobody, [
    { on: 'contact', field: fieldOf(kind), value: kind.odoo[0] },
    { on: 'customer', field: fieldOf(kind), value: kind.odoo[0] },
    { on: 'member', field: key, value: kind.mailchimp[0] },
  ]);
  return fc.record({
    mappings: anyPolicy.map((policy) => [mappingOf(key, kind, policy)]),
    start: edits.map((some) => edited(empty, some)),
    edits,
    first: anySide,
  });
});

function together(
  mappings: readonly FieldMapping[],
  sides: TwoSides,
  first: Side,
  overrideName = true,
): TwoSides {
  const half = pass(mappings, sides, first, overrideName);
  return pass(mappings, half, otherSide[first], overrideName);
}

function expectNothingLeft(mappings: readonly FieldMapping[], sides: TwoSides, overrideName = true): void {
  const { merge } = mergeOf(mappings, sides, overrideName);
  expect([...merge.directions].filter(([, way]) => way !== null)).toEqual([]);
  expect([isPending(merge, 'odoo'), isPending(merge, 'mailchimp')]).toEqual([false, false]);
}

describe('passes in both directions', () => {
  it('B6: leave nothing to carry, at the first meeting and after any edits', () => {
    fc.assert(
      fc.property(anyCase, ({ mappings, start, edits, first }) => {
        const met = together(mappings, start, first);
        expectNothingLeft(mappings, met);

        const again = together(mappings, edited(met, edits), first);
        expectNothingLeft(mappings, again);
      }),
      { numRuns: 1000 },
    );
  });

  it('B6: a pass one way forgets nothing that is due the other way', () => {
    fc.assert(
      fc.property(anyCase, ({ mappings, start, edits, first }) => {
        const sides = edited(together(mappings, start, first), edits);
        const { merge: before } = mergeOf(mappings, sides);

        const { merge: after } = mergeOf(mappings, pass(mappings, sides, first));

        const due = first === 'odoo' ? 'toMailchimp' : 'toOdoo';
        expect(after[due]).toEqual(before[due]);
      }),
      { numRuns: 1000 },
    );
  });

  it('B14: a pass made twice is as one', () => {
    fc.assert(
      fc.property(anyCase, ({ mappings, start, first }) => {
        const once = pass(mappings, start, first);
        expect(pass(mappings, once, first)).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });

  it('B25: a permission withdrawn in MailChimp is not given back', () => {
    const permission = kinds['permission:mail'];
    const mappings = [mappingOf('permission:mail', permission, { owner: 'newest', blank: 'keep' })];
    const yes = { x_mail: true };
    const given = { ...nobody, contact: yes, customer: yes, member: { 'permission:mail': true } };
    const edits = fc.array(editsOf('permission:mail', permission), { maxLength: 3 });
    fc.assert(
      fc.property(edits, anySide, (some, first) => {
        const met = together(mappings, given, first);
        const no: Edit = { on: 'member', field: 'permission:mail', value: false };
        const withdrawn = edited(met, [...some, no]);

        const after = together(mappings, together(mappings, withdrawn, first), first);

        expect(after.member['permission:mail']).toBe(false);
        expect([after.contact.x_mail, after.customer.x_mail]).not.toContain(true);
      }),
    );
  });
});

describe('passes in both directions of a name', () => {
  const mappings = [firstName, lastName];
  const word = fc.constantFrom('Ana', 'Maria', 'Eva', 'Sousa', 'Lima');
  const name = fc.array(word, { minLength: 2, maxLength: 3 });
  const inOdoo = name.map((words): Edit[] => [{ on: 'contact', field: 'name', value: words.join(' ') }]);
  const inMailchimp = fc.tuple(name, fc.integer({ min: 1, max: 2 })).map(([words, at]): Edit[] => {
    const last = words.slice(Math.min(at, words.length - 1));
    return [
      { on: 'member', field: 'FNAME', value: words.slice(0, words.length - last.length).join(' ') },
      { on: 'member', field: 'LNAME', value: last.join(' ') },
    ];
  });
  const onePart = fc
    .tuple(fc.constantFrom('FNAME', 'LNAME'), word)
    .map(([field, value]): Edit[] => [{ on: 'member', field, value }]);
  const anyEdits = fc
    .array(fc.oneof(inOdoo, inMailchimp, onePart), { maxLength: 3 })
    .map((some) => some.flat());

  const nameOf = ({ member: { FNAME, LNAME } }: TwoSides) =>
    joinName({ first: textOf(FNAME), last: textOf(LNAME) });

  it('B4, B13: with the option the name is the same on both sides in the end', () => {
    fc.assert(
      fc.property(inOdoo, inMailchimp, anyEdits, anySide, (odoo, mailchimp, edits, first) => {
        const met = together(mappings, edited(nobody, [...odoo, ...mailchimp]), first);
        const after = together(mappings, edited(met, edits), first);

        expectNothingLeft(mappings, after);
        expect(nameOf(after)).toBe(after.contact.name);
      }),
      { numRuns: 1000 },
    );
  });

  it("B13: without it the Odoo name stays, and an edit of it is MailChimp's in the end", () => {
    fc.assert(
      fc.property(inOdoo, inMailchimp, anyEdits, inOdoo, anySide, (odoo, mailchimp, edits, last, first) => {
        const met = together(mappings, edited(nobody, [...odoo, ...mailchimp]), first, false);
        const changed = edited(met, edits);
        const after = together(mappings, changed, first, false);
        expect(after.contact.name).toBe(changed.contact.name);
        expectNothingLeft(mappings, after, false);
        fc.pre(last[0]?.value !== after.contact.name);

        const sent = together(mappings, edited(after, last), first, false);

        expect(nameOf(sent)).toBe(last[0]?.value);
        expect(sent.contact.name).toBe(last[0]?.value);
      }),
      { numRuns: 1000 },
    );
  });
});
