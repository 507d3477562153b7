import { afterAll } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../src/cli/run-cli.js';
import type { Io } from '../../src/cli/io.js';
import { systemClock } from '../../src/support/clock.js';
import { anAccount, environment } from '../config/an-account.js';
import { fakeBridges, type FakeBridges } from './fake-bridge.js';

export interface Line {
  /** Exit code. */
  code: number;
  stdout: string;
  stderr: string;
  bridges: FakeBridges;
  folder: string;
}

export interface LineOptions {
  io?: Partial<Io>;
  bridges?: FakeBridges;
  /** By path; one good account file unless others are given. */
  files?: Record<string, string>;
}

const folders: string[] = [];

/** Runs a command line in a folder of its own, with fake bridges, and keeps what it prints. */
export async function runLine(line: string | readonly string[], options: LineOptions = {}): Promise<Line> {
  const { io = {}, bridges = fakeBridges(), files = { 'config/account.yaml': anAccount } } = options;
  const folder = io.cwd ?? aFolder(files);
  const printed = { stdout: '', stderr: '' };
  const code = await runCli(
    typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line,
    {
      stdout: (text) => void (printed.stdout += text),
      stderr: (text) => void (printed.stderr += text),
      isTerminal: false,
      columns: 80,
      hasColours: false,
      cwd: folder,
      environment: () => environment,
      signal: new AbortController().signal,
      ...io,
    },
    { clock: systemClock, openBridge: bridges.open },
  );
  return { code, ...printed, bridges, folder };
}

/** A folder with these files, removed after the suite. */
export function aFolder(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-cli-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
