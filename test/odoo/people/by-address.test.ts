import { describe, expect, it } from '@jest/globals';
import { byAddress } from '../../../src/odoo/people/by-address.js';

describe('byAddress', () => {
  it('asks for all addresses in one term', () => {
    expect(byAddress('email_normalized', ['ana@a.pt', 'rui@a.pt'])).toEqual([
      ['email_normalized', 'in', ['ana@a.pt', 'rui@a.pt']],
    ]);
  });

  it('B55: looks for others than ASCII in any case, and takes no character for a pattern', () => {
    expect(byAddress('email', ['ana@a.pt', 'jür_gen@a.pt', 'zoë%@a.pt'])).toEqual([
      '|',
      '|',
      ['email', 'in', ['ana@a.pt']],
      ['email', '=ilike', String.raw`jür\_gen@a.pt`],
      ['email', '=ilike', String.raw`zoë\%@a.pt`],
    ]);
  });
});
