import { describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { allStamped, runSteps, type Step } from '../../src/staging/step.js';
import { temporaryFolder } from './temporary-folder.js';

describe('the steps of a set-up', () => {
  const path = temporaryFolder();

  function recorder(names: string[], failing?: string) {
    const done: string[] = [];
    const run = (name: string) => {
      if (name === failing) return Promise.reject(new Error(`${name} failed`));
      done.push(name);
      return Promise.resolve();
    };
    const steps: Step[] = names.map((name) => ({ name, title: `doing ${name}`, run: () => run(name) }));
    return { steps, done };
  }
  const silent = () => undefined;

  it('run in order and report what they do', async () => {
    const { steps, done } = recorder(['a', 'b']);
    const lines: string[] = [];

    await runSteps(steps, path('stamps'), (line) => lines.push(line));

    expect(done).toEqual(['a', 'b']);
    expect(lines).toEqual(['doing a', 'doing b']);
  });

  it('are not repeated once they are complete', async () => {
    await runSteps(recorder(['a', 'b']).steps, path('stamps'), silent);
    const again = recorder(['a', 'b']);

    await runSteps(again.steps, path('stamps'), silent);

    expect(again.done).toEqual([]);
  });

  it('go on with the one that failed', async () => {
    const attempt = runSteps(recorder(['a', 'b', 'c'], 'b').steps, path('stamps'), silent);
    await expect(attempt).rejects.toThrow('b failed');
    const again = recorder(['a', 'b', 'c']);

    await runSteps(again.steps, path('stamps'), silent);

    expect(again.done).toEqual(['b', 'c']);
  });

  it('are repeated when one before them was', async () => {
    await runSteps(recorder(['a', 'b', 'c']).steps, path('stamps'), silent);
    rmSync(join(path('stamps'), 'b'));
    const again = recorder(['a', 'b', 'c']);

    await runSteps(again.steps, path('stamps'), silent);

    expect(again.done).toEqual(['b', 'c']);
  });

  it('are all stamped only when the last one is complete', async () => {
    const { steps } = recorder(['a', 'b']);
    await runSteps(steps.slice(0, 1), path('stamps'), silent);
    expect(allStamped(steps, path('stamps'))).toBe(false);

    await runSteps(steps, path('stamps'), silent);

    expect(allStamped(steps, path('stamps'))).toBe(true);
  });
});
