import { afterAll } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openBridge } from '../../src/app/open-bridge.js';
import type { CliDeps } from '../../src/cli/cli-context.js';
import { runCli } from '../../src/cli/run-cli.js';
import type { Io } from '../../src/cli/io.js';
import { loadEnv } from '../../src/config/load-env.js';
import { systemClock } from '../../src/support/clock.js';
import { anAccount, environment } from '../config/an-account.js';
import { fakeBridges, type FakeBridges } from './fake-bridge.js';

export interface Printed {
  /** Exit code. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface Line extends Printed {
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
  const printed = await run(line, { cwd: folder, environment: () => environment, ...io }, bridges.open);
  return { ...printed, bridges, folder };
}

/** Runs command lines in turn on real servers, as from a shell in this folder, and keeps what each prints. */
export async function runRealLines(lines: readonly string[], folder: string): Promise<Printed[]> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    const io = { cwd: folder, environment: () => loadEnv(folder) };
    const printed: Printed[] = [];
    for (const line of lines) printed.push(await run(line, io, openBridge));
    return printed;
  } finally {
    process.chdir(before);
  }
}

async function run(
  line: string | readonly string[],
  io: Pick<Io, 'cwd' | 'environment'> & Partial<Io>,
  open: CliDeps['openBridge'],
): Promise<Printed> {
  const printed = { stdout: '', stderr: '' };
  const code = await runCli(
    typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line,
    {
      stdout: (text) => void (printed.stdout += text),
      stderr: (text) => void (printed.stderr += text),
      isTerminal: false,
      ask: null,
      columns: 80,
      hasColours: false,
      signal: new AbortController().signal,
      ...io,
    },
    { clock: systemClock, openBridge: open },
  );
  return { code, ...printed };
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
