#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSandbox } from './start-sandbox.js';
import type { Sandbox, SandboxOptions } from './start-sandbox.js';

const usage = `A MailChimp on this machine: the Marketing API 3.0, for testing.

Usage: mailchimp-sandbox [options]

  --port NUMBER         port to listen on, 0 for any free one [4010]
  --host ADDRESS        address to listen on [127.0.0.1]
  --seed NUMBER         other identifiers, other chances [1]
  --data FOLDER         keep the state there between runs
  --admin-token TOKEN   what the control API asks for; better given as SANDBOX_ADMIN_TOKEN,
                        which other users of the machine cannot see
  --json                print the addresses as one JSON object
  --version, --help
`;

class UsageError extends Error {}

interface Wish {
  options: SandboxOptions;
  json: boolean;
}

function readArguments(args: string[]): Wish | { text: string } {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4010' },
      host: { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
      'admin-token': { type: 'string' },
      json: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { text: usage };
  if (values.version) return { text: `${ownVersion()}\n` };
  const options: SandboxOptions = {
    port: whole('--port', values.port, 65_535),
    host: values.host,
    seed: values.seed === undefined ? undefined : whole('--seed', values.seed, Number.MAX_SAFE_INTEGER),
    dataDir: values.data,
    adminToken: values['admin-token'] ?? process.env.SANDBOX_ADMIN_TOKEN,
  };
  return { options, json: values.json };
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new UsageError(`${name} takes a whole number from 0 to ${most}.`);
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function welcome({ url, origin }: Sandbox): string {
  return `MailChimp sandbox at ${url}, for any API key that ends in -us1
To look at and to click: ${origin}/_sandbox/
Ctrl-C ends it.
`;
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2));
  if ('text' in wish) {
    process.stdout.write(wish.text);
    return;
  }
  const sandbox = await startSandbox(wish.options);
  const { url, origin } = sandbox;
  process.stdout.write(
    wish.json ? `${JSON.stringify({ url, control: `${origin}/_sandbox` })}\n` : welcome(sandbox),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

/** What the caller has to put right: an option, the port, the folder. */
function isTheCallers(error: unknown): error is Error {
  const { code, syscall } = error as Partial<NodeJS.ErrnoException>;
  return error instanceof UsageError || syscall !== undefined || code?.startsWith('ERR_PARSE_ARGS') === true;
}

try {
  await main();
} catch (error) {
  if (!isTheCallers(error)) throw error;
  process.stderr.write(`mailchimp-sandbox: ${error.message}\n`);
  process.exitCode = 2;
}
