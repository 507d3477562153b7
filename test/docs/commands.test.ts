import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { buildProgram } from '../../src/cli/program.js';
import { systemClock } from '../../src/support/clock.js';
import { fakeBridges } from '../cli/fake-bridge.js';

const page = readFileSync('docs/commands.md', 'utf8');
const program = buildProgram(
  {
    io: {
      stdout: () => undefined,
      stderr: () => undefined,
      isTerminal: false,
      ask: null,
      columns: 80,
      hasColours: false,
      cwd: '.',
      environment: () => ({}),
      signal: new AbortController().signal,
    },
    deps: { clock: systemClock, openBridge: fakeBridges().open },
    globals: () => ({}),
    exitWith: () => undefined,
  },
  { json: false },
);

/** Each command that does something, with its whole name. */
function commandsIn(group: Command, prefix = ''): [name: string, command: Command][] {
  return group.commands.flatMap((command) => {
    const name = `${prefix}${command.name()}`;
    return command.commands.length === 0 ? [[name, command] as const] : commandsIn(command, `${name} `);
  });
}

function sectionOf(title: string): string {
  return page.split(/^## /mu).find((section) => section.startsWith(`${title}\n`)) ?? '';
}

function missingOptions(command: Command, text: string): string[] {
  return command.options.map(({ long }) => long ?? '').filter((option) => !text.includes(`\`${option}`));
}

describe('docs/commands.md', () => {
  it.each(commandsIn(program))('tells of “%s”, with an example and every option', (name, command) => {
    const section = sectionOf(name);

    expect(section).toContain(`odoo-mailchimp ${name}`);
    expect(missingOptions(command, section)).toEqual([]);
    expect(page).toContain(`[\`${name}\`](#${name.replace(' ', '-')})`);
  });

  it('tells of every option that all commands take', () => {
    expect(missingOptions(program, sectionOf('For every command'))).toEqual([]);
  });

  it('and README.md has every command in its table', () => {
    const readme = readFileSync('README.md', 'utf8');

    expect(commandsIn(program).flatMap(([name]) => (readme.includes(`\`${name}`) ? [] : [name]))).toEqual([]);
  });
});
