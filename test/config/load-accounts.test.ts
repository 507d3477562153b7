import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAccounts } from '../../src/config/load-accounts.js';
import { BridgeError, ConfigurationError } from '../../src/support/errors.js';
import { anAccount, environment } from './an-account.js';

describe('loadAccounts', () => {
  let folder: string;
  const put = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const failure = (path: string): BridgeError => {
    try {
      loadAccounts(path, environment);
    } catch (error) {
      if (error instanceof BridgeError) return error;
    }
    throw new Error('no failure');
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('B1 reads one file', () => {
    const file = put('account.yaml', anAccount);

    expect(loadAccounts(file, environment).map(({ account }) => account)).toEqual(['acme']);
  });

  it('B1 reads all of a folder, side by side, but no examples and nothing hidden', () => {
    put('b.yaml', anAccount.replace('acme', 'second'));
    put('a.yml', anAccount.replace('acme', 'first'));
    put('account.example.yaml', 'nonsense');
    put('account.minimal.example.yaml', 'nonsense');
    put('.draft.yaml', 'nonsense');
    put('notes.txt', 'nonsense');

    expect(loadAccounts(folder, environment).map(({ account }) => account)).toEqual(['first', 'second']);
  });

  it('reads an example that is named', () => {
    const file = put('account.example.yaml', anAccount);

    expect(loadAccounts(file, environment)).toHaveLength(1);
  });

  it('B1 throws the problems of all files, as file:line:column, without a secret', () => {
    const a = put('a.yaml', anAccount.replace('database', 'databse'));
    const b = put('b.yaml', `${anAccount}polices: {}\nstore: 1\n`);

    const error = failure(folder);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.code).toBe('config.invalid');
    expect(error.message.split('\n')).toEqual([
      `${a}:4:3: unknown key databse in odoo — did you mean database?`,
      `${b}:12:1: unknown key polices — did you mean policies?`,
      `${b}:13:8: store must be text, not a number — put it in quotes`,
    ]);
    expect(error.message).not.toContain('s3cret');
  });

  it('gives each account a name and a store of its own', () => {
    const a = put('a.yaml', `${anAccount}store: ./data/one.db\n`);
    const b = put('b.yaml', `${anAccount.replace('acme', 'ACME')}store: data/../data/one.db\n`);

    expect(failure(folder).message.split('\n')).toEqual([
      `${b}:1:10: account is the same as in ${a} — give each account its own`,
      `${b}:12:8: store is the same as in ${a} — give each account its own`,
    ]);
  });

  it('knows a database by its place, not by its login', () => {
    put('a.yaml', `${anAccount}store: postgres://one@db.example.org/bridge\n`);
    put('b.yaml', `${anAccount.replace('acme', 'other')}store: postgres://two@db.example.org:5432/bridge\n`);

    expect(failure(folder).message).toMatch(/b\.yaml:12:8: store is the same as in .*a\.yaml/u);
  });

  it.each(['nothing.yaml', 'empty'])('says what to do when there is no configuration: %s', (name) => {
    mkdirSync(join(folder, 'empty'));

    const error = failure(join(folder, name));

    expect(error.code).toBe('config.missing');
    expect(error.message).toContain(join(folder, name));
    expect(error.hint).toContain('odoo-mailchimp init');
    expect(error.hint).toContain('config/account.example.yaml');
  });

  it('says when a file can’t be read', () => {
    mkdirSync(join(folder, 'account.yaml'));

    expect(failure(folder).code).toBe('config.unreadable');
  });
});
