import { describe, expect, it } from '@jest/globals';
import { parseDomainText, toDomainText } from '../../../src/odoo/records/domain-text.js';
import { RecordError } from '../../../src/support/errors.js';

describe('a domain as the text of Odoo', () => {
  it.each([
    ['[]', []],
    ["[('country_id.code', '=', 'PT')]", [['country_id.code', '=', 'PT']]],
    [
      `['|', ("name", "ilike", "O'Hara"), ["id", "in", [1, 2,]]]`,
      ['|', ['name', 'ilike', "O'Hara"], ['id', 'in', [1, 2]]],
    ],
    [
      "[('active', '=', True), ('email', '!=', False), ('x', '=', None)]",
      [
        ['active', '=', true],
        ['email', '!=', false],
        ['x', '=', null],
      ],
    ],
    [
      "[('credit', '>=', -1.5), ('name', '=', 'a\\'b\\\\c')]",
      [
        ['credit', '>=', -1.5],
        ['name', '=', "a'b\\c"],
      ],
    ],
  ])('is read: %s', (text, domain) => {
    expect(parseDomainText(text)).toEqual(domain);
  });

  it.each([
    '',
    "[('user_id', '=', uid)]",
    "[('date', '>', context_today())]",
    "[('a', '=', 'b')] or 1",
    "[('a', '=', 'b'",
    "('a', '=', 'b'))",
    "[('a' '=' 'b')]",
    "{'a': 1}",
    "__import__('os')",
  ])('is refused when it is more than values: %s', (text) => {
    expect(() => parseDomainText(text)).toThrow(RecordError);
  });

  it.each([
    ["['|', ('country_id.code', '=', 'PT')]", "it has an '&', '|' or '!' without the conditions"],
    ["['!']", "it has an '&', '|' or '!' without the conditions"],
    ["['&', '|', ('a', '=', 1), ('b', '=', 2)]", "it has an '&', '|' or '!' without the conditions"],
    ["[('a', '=')]", "its term 1 must be '&', '|', '!' or a condition"],
    ["[('a', '=', 1), 'or']", "its term 2 must be '&', '|', '!' or a condition"],
  ])(
    'B64: is refused when it is not complete, for it would swallow what stands beside it: %s',
    (text, words) => {
      expect(() => parseDomainText(text)).toThrow(words);
    },
  );

  it('is refused when it is nested without end, and not told in full', () => {
    const parse = () => parseDomainText('['.repeat(5000) + ']'.repeat(5000));

    expect(parse).toThrow(RecordError);
    expect(parse).toThrow(/^.{200,400}$/u);
  });

  it('comes back the same after being written', () => {
    const domain = [
      '|',
      ['name', 'ilike', `"O'Hara" \\ é`],
      '!',
      ['id', 'in', [1, 2]],
      ['active', '=', true],
    ];

    expect(toDomainText(domain)).toContain('("active", "=", True)');
    expect(parseDomainText(toDomainText(domain))).toEqual(domain);
  });
});
