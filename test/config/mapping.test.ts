import { describe, expect, it } from '@jest/globals';
import { anAccount, audienceOf, problemsOf } from './an-account.js';

describe('B4 merge_fields', () => {
  it('has one field for both, one for each, or a constant; B6 with owner and blank', () => {
    const { merge_fields: mapping } = audienceOf(`    merge_fields:
      FNAME: name.first
      LNAME: { field: name.last, owner: odoo, blank: clear }
      COMPANY: { contact: company_name, customer: parent_id.name }
      SOURCE: { constant: Odoo }
`);

    expect(mapping).toEqual({
      FNAME: 'name.first',
      LNAME: { field: 'name.last', owner: 'odoo', blank: 'clear' },
      COMPANY: { contact: 'company_name', customer: 'parent_id.name', owner: 'newest', blank: 'keep' },
      SOURCE: { constant: 'Odoo' },
    });
  });

  it.each([
    [
      'fname: name.first',
      '13:7: fname is no merge tag: those are up to 10 capital letters, digits and _, as in FNAME',
    ],
    [
      'FNAME: first name',
      '13:14: audiences[0].merge_fields.FNAME must be an Odoo field like phone, a path like country_id.code, or name.first or name.last',
    ],
    ['FNAME: { owner: odoo }', '13:7: audiences[0].merge_fields.FNAME names no place in Odoo — add field:'],
    [
      'FNAME: { field: phone, owner: newst }',
      '13:37: audiences[0].merge_fields.FNAME.owner can’t be newst, only one of odoo, mailchimp, newest — did you mean newest?',
    ],
    [
      'FNAME:',
      '13:7: audiences[0].merge_fields.FNAME is empty — write FNAME: and its value under audiences[0].merge_fields',
    ],
  ])('refuses %s', (entry, problem) => {
    expect(problemsOf(`${anAccount}    merge_fields:\n      ${entry}\n`)).toEqual([problem]);
  });
});

describe('B7 tags', () => {
  it.each([
    ['all', 'all'],
    ['none', 'none'],
    ["{ prefix: 'odoo:' }", { prefix: 'odoo:' }],
    ['[VIP, Partner]', ['VIP', 'Partner']],
  ])('may be %s', (text, tags) => {
    expect(audienceOf(`    tags: ${text}\n`).tags).toEqual(tags);
  });
});

describe('interests and marketing_permissions', () => {
  it('live in a boolean field, one for each kind of record, or an Odoo tag', () => {
    const audience = audienceOf(`    interests:
      9143cf3bd1: x_news
      3a2a927344: { contact: x_offers, customer: x_wants_offers }
    marketing_permissions:
      '1234567890': { category: E-mail consent }
`);

    expect(audience.interests).toEqual({
      '9143cf3bd1': 'x_news',
      '3a2a927344': { contact: 'x_offers', customer: 'x_wants_offers' },
    });
    expect(audience.marketing_permissions).toEqual({ '1234567890': { category: 'E-mail consent' } });
  });

  it('name a place in Odoo', () => {
    expect(problemsOf(`${anAccount}    interests:\n      9143cf3bd1: {}\n`)).toEqual([
      '13:7: audiences[0].interests.9143cf3bd1 names no place in Odoo — add contact:, customer: or category:',
    ]);
  });
});

describe('B19 auto_export', () => {
  const autoExport = (domain: string) => `    auto_export: { model: res.partner, domain: ${domain} }\n`;

  it('has an Odoo domain', () => {
    const domain = "['|', ['category_id.name', '=', 'News'], '!', ['parent_id', '=', null], [1, '=', 1]]";

    expect(audienceOf(autoExport(domain)).auto_export).toEqual({
      enabled: true,
      model: 'res.partner',
      domain: ['|', ['category_id.name', '=', 'News'], '!', ['parent_id', '=', null], [1, '=', 1]],
    });
  });

  it.each(["['and']", "[['country_id', '=']]", '[5]'])('has no %s in it', (domain) => {
    expect(problemsOf(anAccount + autoExport(domain))).toEqual([
      "12:49: audiences[0].auto_export.domain[0] must be '&', '|', '!' or a condition like ['country_id.code', '=', 'BE']",
    ]);
  });

  it('needs a model', () => {
    expect(problemsOf(`${anAccount}    auto_export: { domain: [] }\n`)).toEqual([
      '12:5: audiences[0].auto_export.model is missing — write model: and its value under audiences[0].auto_export',
    ]);
  });
});
