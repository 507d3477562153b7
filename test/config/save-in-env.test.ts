import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveInEnv } from '../../src/config/save-in-env.js';

/** Anybody but root. */
const somebody = 12_345;
const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe('B35: a variable put into .env', () => {
  let folder: string;
  let linked: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-env-'));
    mkdirSync(join(folder, 'secrets'));
    linked = join(folder, 'secrets', 'bridge.env');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const env = (): string => join(folder, '.env');
  const save = (): void => saveInEnv(folder, 'SECRET', (before) => `${before ?? 'none'}+new`);

  it('keeps every other line, and the file its mode', () => {
    writeFileSync(env(), '# mine\nSECRET=old\nOTHER=1\n');
    chmodSync(env(), 0o640);

    save();

    expect(readFileSync(env(), 'utf8')).toBe('# mine\nSECRET=old+new\nOTHER=1\n');
    expect(statSync(env()).mode & 0o777).toBe(0o640);
  });

  it('shuts everybody else out of a file that all could read', () => {
    writeFileSync(env(), 'SECRET=old\n');
    chmodSync(env(), 0o644);

    save();

    expect(statSync(env()).mode & 0o777).toBe(0o600);
  });

  it('goes through a link, which stays one', () => {
    writeFileSync(linked, 'SECRET=old\n');
    symlinkSync(join('secrets', 'bridge.env'), env());

    save();

    expect(lstatSync(env()).isSymbolicLink()).toBe(true);
    expect(readFileSync(linked, 'utf8')).toBe('SECRET=old+new\n');
    expect([...readdirSync(folder), ...readdirSync(join(folder, 'secrets'))].sort()).toEqual([
      ...['.env', 'bridge.env', 'secrets'],
    ]);
  });

  it('makes the file that a link names, where it is not there yet', () => {
    symlinkSync(linked, env());

    save();

    expect(lstatSync(env()).isSymbolicLink()).toBe(true);
    expect(readFileSync(linked, 'utf8')).toBe('SECRET=none+new\n');
  });

  it('makes a file for nobody else', () => {
    save();

    expect(statSync(env()).mode & 0o777).toBe(0o600);
  });

  asRoot('leaves a linked file to its owner, under sudo as well', () => {
    writeFileSync(linked, 'SECRET=old\n', { mode: 0o600 });
    chownSync(linked, somebody, somebody);
    symlinkSync(linked, env());

    save();

    expect(statSync(linked)).toMatchObject({ uid: somebody, gid: somebody });
    expect(readFileSync(linked, 'utf8')).toBe('SECRET=old+new\n');
  });

  asRoot('gives a new file to the owner of its folder, who is to read it', () => {
    chownSync(folder, somebody, somebody);

    save();

    expect(statSync(env())).toMatchObject({ uid: somebody, gid: somebody });
  });
});
