import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

describe('npm scripts', () => {
  it.each(Object.entries(scripts))('%s installs what is missing first', (_, command) => {
    const file = command.replace('node ', '');

    const program = readFileSync(file, 'utf8');

    expect(file).toMatch(/^scripts\/[\w-]+\.mjs$/u);
    expect(program).toMatch(/^(install|build)\(\);$/mu);
  });
});
