import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { consentHolder, isSource, models, objectType, objectTypes } from '../../src/objects/registry.js';

describe('the registry of Odoo object types', () => {
  it('B6: has the mailing contact first, then the customer: the order in which a value is looked for', () => {
    expect(models.slice(0, 2)).toEqual(['mailing.contact', 'res.partner']);
  });

  it('has one consent holder, and everything else is a source of people', () => {
    expect(consentHolder.model).toBe('mailing.contact');
    expect(models.filter((model) => !isSource(model))).toEqual(['mailing.contact']);
  });

  it('knows each type by its model, and no other model', () => {
    expect(models.map(objectType)).toEqual(objectTypes);
    expect(objectType('res.users')).toBeUndefined();
  });

  it('has a folder for each type', () => {
    const folders = readdirSync('src/objects', { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );

    expect(folders).toHaveLength(objectTypes.length);
  });
});
