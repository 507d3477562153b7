import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { errorCodesIn } from './error-codes.js';

/** First cells of the tables. */
const documented = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([a-z0-9_.]+)` +\|/gmu)].map(
  ([, code]) => code ?? '',
);

describe('docs/errors.md', () => {
  it('has every error code of the sources', () => {
    const missing = [...errorCodesIn('src')].filter(([code]) => !documented.includes(code));

    expect(missing).toEqual([]);
  });

  it('has none that is gone, and none twice', () => {
    const codes = errorCodesIn('src');

    expect(documented.filter((code) => !codes.has(code))).toEqual([]);
    expect(documented.filter((code, index) => documented.indexOf(code) !== index)).toEqual([]);
  });
});
