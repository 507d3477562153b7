import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { execute } from '../../src/staging/execute.js';
import { temporaryFolder } from './temporary-folder.js';

describe('running a program', () => {
  const path = temporaryFolder();
  const node = (script: string) => [process.execPath, '-e', script];

  it('returns what it prints', async () => {
    expect(await execute(node('console.log("done")'))).toBe('done\n');
  });

  it('hands it its input', async () => {
    expect(await execute(node('process.stdin.pipe(process.stdout)'), { input: 'print(1)' })).toBe('print(1)');
  });

  it('fails in one line, with the last line of its complaint and where to read the rest', async () => {
    const complaint = node('console.error("first\\nno space left"); process.exit(3)');

    const attempt = execute(complaint, { log: path('log') });

    await expect(attempt).rejects.toThrow(/failed: no space left$/);
    await expect(attempt).rejects.toHaveProperty('hint', expect.stringContaining(path('log')));
  });

  it('fails when there is no such program', async () => {
    await expect(execute(['no-such-program-anywhere'])).rejects.toMatchObject({ code: 'staging.command' });
  });

  it('keeps everything it writes in the log', async () => {
    await execute(node('console.log("out"); console.error("err")'), { log: path('log') });

    const log = readFileSync(path('log'), 'utf8');
    expect(log).toContain('out\n');
    expect(log).toContain('err\n');
  });
});
