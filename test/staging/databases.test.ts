import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { isAbandoned } from '../../src/staging/databases.js';

describe('a test database', () => {
  const ended = spawnSync(process.execPath, ['--version']).pid;

  it('is abandoned when the process it is named after has ended', () => {
    expect(isAbandoned(`test_${ended}_0a1b2c3d`)).toBe(true);
  });

  it('is not while that process lives', () => {
    expect(isAbandoned(`test_${process.pid}_0a1b2c3d`)).toBe(false);
  });

  it.each(['staging', 'tmpl', 'test_by_hand', `test_${ended}`])('is not when it is named %s', (name) => {
    expect(isAbandoned(name)).toBe(false);
  });
});
