import { describe, expect, it } from '@jest/globals';
import { readId, readScalar, type OdooScalar } from '../../../src/core/mapping/odoo-field.js';
import { aField } from './build-mapping.js';

const plan = aField('selection', { selection: [['gold', 'Gold plan']] });

describe('readScalar', () => {
  it.each<[string, unknown, OdooScalar]>([
    ['char', 'Ana', 'Ana'],
    ['char', ' Ana ', ' Ana '],
    ['char', '0', '0'],
    ['date', '2026-11-25', '2026-11-25'],
    ['integer', 0, 0],
    ['float', 1.5, 1.5],
    ['boolean', true, true],
    ['boolean', false, false],
    ['many2one', [1, 'Belgium'], 'Belgium'],
  ])('B4: of type %s, %j is %j', (type, raw, scalar) => {
    expect(readScalar(aField(type), { x_field: raw })).toBe(scalar);
  });

  it.each<[string, unknown]>([
    ['char', false],
    ['char', ''],
    ['char', '  '],
    ['text', undefined],
    ['date', false],
    ['many2one', false],
    ['many2one', [1, false]],
  ])('B6: of type %s, %j is empty', (type, raw) => {
    expect(readScalar(aField(type), { x_field: raw })).toBeNull();
  });

  it.each(['integer', 'float', 'monetary'])('B6: of type %s, what was emptied is 0', (type) => {
    expect(readScalar(aField(type), { x_field: false })).toBe(0);
  });

  it('B4: a selection is its label', () => {
    expect(readScalar(plan, { x_field: 'gold' })).toBe('Gold plan');
    expect(readScalar(plan, { x_field: 'bronze' })).toBeNull();
    expect(readScalar(plan, { x_field: false })).toBeNull();
  });
});

describe('readId', () => {
  it('is the id a many2one holds', () => {
    expect(readId(aField('many2one'), { x_field: [7, 'Belgium'] })).toBe(7);
    expect(readId(aField('many2one'), { x_field: false })).toBeNull();
  });
});
