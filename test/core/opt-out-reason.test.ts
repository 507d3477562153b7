import { describe, expect, it } from '@jest/globals';
import { shippedReasonOf } from '../../src/core/opt-out-reason.js';

describe('B56: MailChimp’s reason among Odoo’s own', () => {
  it.each([
    ['I never signed up for this mailing list', 'never_subscribed'],
    ['I no longer want to receive these emails', 'changed_mind'],
    ['The emails are too frequent: too many', 'too_many'],
    ['The emails are inappropriate', 'not_relevant'],
    ['Sou vegetariana', 'other'],
    ['None given', null],
    ['N/A (Unsubscribed by admin)', null],
    ['', null],
  ])('%s', (reason, expected) => {
    expect(shippedReasonOf(reason)).toBe(expected);
  });
});
