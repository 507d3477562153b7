import { describe, expect, it } from '@jest/globals';
import { statSync, writeFileSync } from 'node:fs';
import { readStagingState, saveStagingState } from '../../src/staging/staging-state.js';
import { temporaryFolder } from './temporary-folder.js';

describe('the state of a staging server', () => {
  const path = temporaryFolder();

  it('is what one needs to log in', () => {
    saveStagingState({ kind: 'chroot', apiKey: 'abc' }, path('state.json'));

    expect(readStagingState(19, path('state.json'))).toEqual({
      version: 19,
      kind: 'chroot',
      url: 'http://127.0.0.1:8069',
      database: 'staging',
      username: 'admin',
      password: 'admin',
      apiKey: 'abc',
      postgresPort: 5519,
    });
  });

  it('is readable by its owner only, also when an older file was not', () => {
    writeFileSync(path('state.json'), '{}', { mode: 0o644 });

    saveStagingState({ kind: 'chroot', apiKey: 'abc' }, path('state.json'));

    expect(statSync(path('state.json')).mode & 0o777).toBe(0o600);
  });

  it('is null before the server has been made', () => {
    expect(readStagingState(14, path('state.json'))).toBeNull();
  });

  it('is null when the file is damaged', () => {
    writeFileSync(path('state.json'), '{"kind": "chroot"');

    expect(readStagingState(14, path('state.json'))).toBeNull();
  });
});
