import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnv } from '../../src/config/load-env.js';
import { ConfigurationError } from '../../src/support/errors.js';

describe('loadEnv', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('B1 adds .env to the environment, which wins', () => {
    writeFileSync(join(folder, '.env'), '# secrets\nPASSWORD=file\nTOKEN="from file"\n');

    const env = loadEnv(folder, { PASSWORD: 'environment' });

    expect(env).toEqual({ PASSWORD: 'environment', TOKEN: 'from file' });
  });

  it('does without one', () => {
    expect(loadEnv(folder, { PASSWORD: 'environment' })).toEqual({ PASSWORD: 'environment' });
  });

  it('takes the environment of the process', () => {
    expect(loadEnv(folder)).toMatchObject({ PATH: process.env.PATH });
  });

  it('says when it can’t be read', () => {
    mkdirSync(join(folder, '.env'));

    expect(() => loadEnv(folder, {})).toThrow(ConfigurationError);
  });
});
