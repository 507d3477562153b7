import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyTagDelta, isManaged, tagDelta } from '../../src/core/tags.js';

describe('tagDelta', () => {
  it('B7: with no base nothing is removed and what is missing is added', () => {
    const delta = tagDelta({ base: [], source: ['VIP', 'Paris'], target: ['vip', 'Old'], managed: 'all' });
    expect(delta).toEqual({ add: ['Paris'], remove: [] });
  });

  it('B7: a tag taken off on the source is taken off on the target', () => {
    const delta = tagDelta({ base: ['vip', 'old'], source: ['VIP'], target: ['VIP', 'Old'], managed: 'all' });
    expect(delta).toEqual({ add: [], remove: ['Old'] });
  });

  it('B7: a tag the target took off itself is not put back', () => {
    const delta = tagDelta({ base: ['VIP'], source: ['VIP'], target: [], managed: 'all' });
    expect(delta).toEqual({ add: [], remove: [] });
  });

  it('B7: tags outside the managed set are never touched', () => {
    const managed = { prefix: 'odoo:' };
    const delta = tagDelta({
      base: ['odoo:a', 'x'],
      source: ['y', 'odoo:b'],
      target: ['odoo:a', 'x'],
      managed,
    });
    expect(delta).toEqual({ add: ['odoo:b'], remove: ['odoo:a'] });
  });

  it('B7: a list of names is compared without case', () => {
    expect(isManaged('vip', ['VIP'])).toBe(true);
    expect(isManaged('other', ['VIP'])).toBe(false);
    expect(isManaged('vip', 'none')).toBe(false);
  });

  it('running again after the delta was applied finds nothing to do', () => {
    const names = fc.array(fc.constantFrom('A', 'b', 'C', 'd', 'a', 'B'), { maxLength: 5 });
    fc.assert(
      fc.property(names, names, names, (base, source, target) => {
        const delta = tagDelta({ base, source, target, managed: 'all' });
        const after = applyTagDelta(target, delta);
        expect(tagDelta({ base: source, source, target: after, managed: 'all' })).toEqual({
          add: [],
          remove: [],
        });
      }),
    );
  });
});
