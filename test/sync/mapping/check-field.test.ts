import { describe, expect, it } from '@jest/globals';
import type { MergeTarget, OdooSource } from '../../../src/core/mapping/field-mapping.js';
import { checkField } from '../../../src/sync/mapping/check-field.js';
import { aField, anInterest, aPath, aTarget } from '../../core/mapping/build-mapping.js';
import { anEntry } from './build-schemas.js';

const check = (target: MergeTarget, source: OdooSource, more: Parameters<typeof anEntry>[1] = {}) =>
  checkField(anEntry('FIELD', more), target, source);
const ofType = (type: string) => aPath(aField(type));
const constant = (value: string): OdooSource => ({ kind: 'constant', value });

const address: OdooSource = { kind: 'address' };
const category: OdooSource = { kind: 'category', name: 'Events' };
const name: OdooSource = { kind: 'name', part: 'first' };

const scalarTypes = [
  'char',
  'text',
  'selection',
  'integer',
  'float',
  'monetary',
  'boolean',
  'many2one',
  'date',
  'datetime',
];

describe('checkField of types', () => {
  it.each([
    ['text', scalarTypes],
    ['number', ['char', 'text', 'selection', 'integer', 'float', 'monetary', 'boolean']],
    ['date', ['char', 'text', 'date', 'datetime']],
    ['birthday', ['date', 'datetime']],
    ['phone', ['char', 'text']],
    ['zip', ['char', 'text']],
    ['url', ['char', 'text']],
    ['imageurl', ['char', 'text']],
    ['radio', ['char', 'text', 'selection', 'boolean', 'many2one', 'integer']],
    ['dropdown', ['char', 'text', 'selection', 'boolean', 'many2one', 'integer']],
  ])('B4: a merge field of type %s is filled by %j', (type, fitting) => {
    const taken = scalarTypes.filter((odooType) => check(aTarget(type), ofType(odooType)) === null);
    expect(taken.sort()).toEqual([...fitting].sort());
  });

  it.each(['char', 'text'])('B61: a birthday in a field of type %s needs to know its order', (type) => {
    expect(check(aTarget('birthday'), ofType(type))).toMatch(
      / is a text: say the order of day and month in it, format: DD\/MM or MM\/DD$/u,
    );
    expect(check(aTarget('birthday', { textFormat: 'DD/MM' }), ofType(type))).toBeNull();
  });

  it.each([
    ['a date', aTarget('birthday', { textFormat: 'DD/MM' }), ofType('date')],
    ['a text that is no birthday', aTarget('text', { textFormat: 'DD/MM' }), ofType('char')],
  ])('B61: the order means nothing for %s', (_what, target, source) => {
    expect(check(target, source)).toBe('format: is for a birthday that is a text in Odoo');
  });

  it('B4: names both types where they do not fit', () => {
    expect(check(aTarget('date'), ofType('integer'))).toBe(
      "is of type date, which a field of type integer in Odoo can't fill",
    );
    expect(check(aTarget('date'), name)).toBeNull();
  });

  it.each<[string, MergeTarget, OdooSource, string]>([
    ['an address of text', aTarget('address'), ofType('char'), 'is of type address: map it to address'],
    ['an address of a constant', aTarget('address'), constant('x'), 'is of type address: map it to address'],
    ['a text of an address', aTarget('text'), address, 'only a merge field of type address takes an address'],
    ['a text of a tag', aTarget('text'), category, 'an Odoo tag stands for an interest or a permission only'],
    ['a constant', aTarget('number'), constant('many'), 'the constant many is not a number'],
    [
      'a choice',
      aTarget('radio', { choices: ['A', 'B'] }),
      constant('C'),
      'the constant C is none of the choices A, B',
    ],
    [
      'an interest of text',
      anInterest,
      ofType('char'),
      'is a yes or no: map it to a boolean field or a category, not to a char',
    ],
    [
      'an interest of a name',
      anInterest,
      name,
      'is a yes or no: map it to a boolean field or a category, not to a name',
    ],
  ])('B4: refuses %s', (_, target, source, problem) => {
    expect(check(target, source)).toBe(problem);
  });

  it.each<[string, MergeTarget, OdooSource]>([
    ['an address', aTarget('address'), address],
    ['a constant', aTarget('number'), constant('5')],
    ['a choice', aTarget('radio', { choices: ['A'] }), constant('a')],
    ['an interest in a boolean field', anInterest, ofType('boolean')],
    ['an interest as a tag', anInterest, category],
    ['the e-mail address', aTarget('text'), { kind: 'email' }],
  ])('B4: takes %s', (_, target, source) => {
    expect(check(target, source)).toBeNull();
  });
});

describe('checkField of what is to be written', () => {
  const readonly = aPath(aField('char', { name: 'x_total', readonly: true }));
  const country = aField('many2one', { name: 'country_id' });
  const code = aPath(country, aField('char', { name: 'code' }));
  const phoneCode = aPath(country, aField('integer', { name: 'phone_code' }));
  const far = aPath(aField('many2one', { name: 'state_id' }), country, aField('char', { name: 'code' }));
  const hint = "can't be written in Odoo: set owner: odoo, or map another field";

  it.each([
    ['x_total', readonly],
    ['country_id.phone_code', phoneCode],
    ['state_id.country_id.code', far],
  ])('B4: %s can only be read', (path, source) => {
    expect(check(aTarget(), source)).toBe(`${path} ${hint}`);
    expect(check(aTarget(), source, { owner: 'mailchimp' })).toBe(`${path} ${hint}`);
    expect(check(aTarget(), source, { owner: 'odoo', blank: 'fill' })).toBe(`${path} ${hint}`);
    expect(check(aTarget(), source, { owner: 'odoo' })).toBeNull();
  });

  it.each([
    ['country_id', aPath(country)],
    ['country_id.code', code],
  ])('B4: %s finds the record to write', (_, source) => {
    expect(check(aTarget(), source)).toBeNull();
  });

  it('B4: an interest has no owner to set', () => {
    const field = aPath(aField('boolean', { name: 'x_news', readonly: true }));
    expect(check(anInterest, field, { kind: 'interest' })).toBe(
      "x_news can't be written in Odoo: map another field, or a category",
    );
  });
});
