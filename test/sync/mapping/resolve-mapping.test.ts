import { describe, expect, it } from '@jest/globals';
import { mailingContact } from '../../../src/objects/mailing-contact/mailing-contact.js';
import { partner } from '../../../src/objects/partner/partner.js';
import type { MappingEntry } from '../../../src/sync/mapping/mapping-entries.js';
import { resolveMapping, type MailchimpSchema } from '../../../src/sync/mapping/open-mapping.js';
import { aMergeField, anEntry, fieldsOf } from './build-schemas.js';

const path = (text: string) => ({ places: { contact: { path: text }, customer: { path: text } } });

function resolve(entries: MappingEntry[], schema: Partial<MailchimpSchema> = {}, splitNames = false) {
  const mergeFields = [aMergeField('FIELD'), aMergeField('OTHER')];
  const odoo = { types: [mailingContact, partner], fieldsOf, splitNames };
  return resolveMapping(entries, { mergeFields, interestIds: null, ...schema }, odoo);
}

const problemsOf = async (...given: Parameters<typeof resolve>) => (await resolve(...given)).problems;

describe('resolveMapping', () => {
  it('B4: finds the sources on both models, and the form the merge field wants', async () => {
    const mergeFields = [aMergeField('FIELD', { type: 'radio', choices: ['A'], required: true })];
    const { mapping, problems } = await resolve([anEntry('FIELD', path('country_id'))], { mergeFields });

    expect(problems).toEqual([]);
    expect(mapping.mappings).toEqual([
      expect.objectContaining({
        key: 'FIELD',
        target: {
          kind: 'merge_field',
          tag: 'FIELD',
          type: 'radio',
          required: true,
          choices: ['A'],
          dateFormat: null,
          textFormat: null,
          phoneFormat: null,
        },
        sources: {
          contact: expect.objectContaining({ kind: 'path' }),
          customer: expect.objectContaining({ kind: 'path' }),
        },
      }),
    ]);
  });

  it('B4: a field of one model only is not looked for on the other', async () => {
    const { mapping, problems } = await resolve([anEntry('FIELD', path('phone'))]);
    expect(problems).toEqual([]);
    expect(mapping.mappings[0]).toMatchObject({ sources: { contact: null, customer: { kind: 'path' } } });
  });

  it('B14: tells what to read of the records, once each', async () => {
    const mergeFields = [
      aMergeField('FIELD'),
      aMergeField('OTHER'),
      aMergeField('ADDRESS', { type: 'address' }),
    ];
    const entries = [
      anEntry('FIELD', path('country_id.code')),
      anEntry('OTHER', path('country_id')),
      anEntry('ADDRESS', path('address')),
    ];
    const { mapping } = await resolve(entries, { mergeFields });

    expect(mapping.fields).toEqual({
      contact: ['country_id'],
      customer: ['country_id', 'street', 'street2', 'city', 'zip', 'state_id'],
    });
    expect(mapping.splitNames).toBe(false);
  });

  it("B4: reads Odoo's own name parts where it has them", async () => {
    const { mapping } = await resolve([anEntry('FIELD', path('name.first'))], {}, true);
    expect(mapping).toMatchObject({
      fields: { contact: ['first_name', 'last_name'], customer: [] },
      splitNames: true,
    });
  });
});

describe('resolveMapping names', () => {
  it('B4: a merge field the audience does not have', async () => {
    expect(await problemsOf([anEntry('GONE', path('phone'))])).toEqual([
      'GONE is mapped and no merge field of this audience',
    ]);
  });

  it('B4: a required merge field that is not mapped', async () => {
    const mergeFields = [aMergeField('FIELD', { required: true }), aMergeField('news', { required: true })];
    const interest = anEntry('news', { key: 'interest:news', kind: 'interest', ...path('x_news') });
    expect(await problemsOf([interest], { mergeFields, interestIds: ['news'] })).toEqual([
      'FIELD is required in MailChimp and not mapped',
      'news is required in MailChimp and not mapped',
    ]);
  });

  it('B4: an interest the audience does not have', async () => {
    const interest = anEntry('old', { key: 'interest:old', kind: 'interest', ...path('x_news') });
    expect(await problemsOf([interest], { interestIds: ['news'] })).toEqual([
      'old is no interest of this audience; audiences list shows their ids',
    ]);
  });

  it('B4: a field neither model has, with the nearest of each', async () => {
    expect(await problemsOf([anEntry('FIELD', path('fone'))])).toEqual([
      'FIELD: mailing.contact has no field fone',
      'FIELD: res.partner has no field fone; did you mean phone?',
    ]);
  });

  it('B4: a field missing on the model it was named for', async () => {
    const entry = anEntry('FIELD', {
      places: { contact: { path: 'compny_name' }, customer: { path: 'phone' } },
    });
    expect(await problemsOf([entry])).toEqual([
      'FIELD: mailing.contact has no field compny_name; did you mean company_name?',
    ]);
  });

  it('B4: a path that goes wrong on both models, once', async () => {
    expect(await problemsOf([anEntry('FIELD', path('country_id.cod'))])).toEqual([
      'FIELD: res.country has no field cod; did you mean code?',
    ]);
  });

  it('B4: every problem at once', async () => {
    const mergeFields = [
      aMergeField('FIELD'),
      aMergeField('DAY', { type: 'date' }),
      aMergeField('MUST', { required: true }),
    ];
    const entries = [
      anEntry('GONE', path('phone')),
      anEntry('FIELD', path('email_normalized')),
      anEntry('DAY', path('color')),
      anEntry('old', { key: 'interest:old', kind: 'interest', ...path('x_news') }),
    ];
    const { mapping, problems } = await resolve(entries, { mergeFields, interestIds: [] });

    expect(problems).toEqual([
      'GONE is mapped and no merge field of this audience',
      "FIELD: email_normalized can't be written in Odoo: set owner: odoo, or map another field",
      "DAY: is of type date, which a field of type integer in Odoo can't fill",
      'old is no interest of this audience; audiences list shows their ids',
      'MUST is required in MailChimp and not mapped',
    ]);
    expect(mapping.mappings).toEqual([]);
  });
});
