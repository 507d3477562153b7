import { describe, expect, it } from '@jest/globals';
import { isStillForgotten } from '../../src/core/still-forgotten.js';

const since = new Date('2026-03-01T10:00:00Z');

describe('whether a person is still forgotten', () => {
  it.each([
    ['not when nobody forgot them', undefined, { signedUpAt: null }, false],
    ['when they are no member', since, null, true],
    ['when a program made them a member', since, { signedUpAt: null }, true],
    ['when they had signed up before', since, { signedUpAt: '2026-02-01T10:00:00+00:00' }, true],
    ['when that was in the same second', since, { signedUpAt: '2026-03-01T10:00:00+00:00' }, true],
    ['not when they signed up themselves later', since, { signedUpAt: '2026-03-01T11:00:01+01:00' }, false],
  ])('B57: %s', (_what, forgotten, member, expected) => {
    expect(isStillForgotten(forgotten, member)).toBe(expected);
  });
});
