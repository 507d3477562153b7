import { describe, expect, it } from '@jest/globals';
import { contactOf } from '../../src/store/binding.js';
import { settleClaims } from '../../src/store/bindings.js';
import { buildBinding } from './build-binding.js';

const links = (bindings: ReturnType<typeof settleClaims>) =>
  bindings.map((binding) => [binding.audienceId, binding.memberId, contactOf(binding)]);

describe('settling the claims of one save', () => {
  it('leaves bindings that don’t meet as they are', () => {
    const bindings = [buildBinding({ memberId: 'a', contactId: 1 }), buildBinding({ memberId: 'b' })];

    expect(settleClaims(bindings)).toEqual(bindings);
  });

  it('keeps the last of a member, in the place of its last mention', () => {
    const a = buildBinding({ memberId: 'a', contactId: 1 });
    const b = buildBinding({ memberId: 'b', contactId: 1 });

    expect(links(settleClaims([a, b, a]))).toEqual([
      ['audience-a', 'b', null],
      ['audience-a', 'a', 1],
    ]);
  });

  it('lets the same contact be in two audiences', () => {
    const bindings = [
      buildBinding({ contactId: 1 }),
      buildBinding({ audienceId: 'audience-b', contactId: 1 }),
    ];

    expect(settleClaims(bindings)).toEqual(bindings);
  });
});
