import { describe, expect, it } from '@jest/globals';
import { errorInWords } from '../../src/support/error-in-words.js';
import { RecordError } from '../../src/support/errors.js';

describe('errorInWords', () => {
  it.each([
    ['MailChimp fails', 'Try again.', 'MailChimp fails. Try again.'],
    ['MailChimp fails.', 'Try again', 'MailChimp fails. Try again.'],
    ['MailChimp fails', undefined, 'MailChimp fails.'],
  ])('makes sentences of “%s” and “%s”', (message, hint, words) => {
    const details = hint === undefined ? { code: 'a.b' } : { code: 'a.b', hint };

    expect(errorInWords(new RecordError(message, details))).toBe(words);
  });
});
