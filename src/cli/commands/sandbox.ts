import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { startSandbox } from '../../sandbox/mailchimp/start-sandbox.js';
import type { CliContext } from '../cli-context.js';

interface SandboxOptions {
  port: number;
  seed?: number;
  adminToken?: string;
  data?: string;
}

export function sandboxCommand(context: CliContext): Command {
  return new Command('sandbox')
    .description('a MailChimp to try things on: the API, its rules and limits, on this machine')
    .option('--port <number>', 'port to listen on', parseWhole, 4010)
    .option('--seed <number>', 'another world of made-up people', parseWhole)
    .option('--admin-token <token>', 'what the control API under /_sandbox asks for')
    .option('--data <folder>', 'keep the state here between runs')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp sandbox --port 4010')
    .action(async (options: SandboxOptions) => {
      const sandbox = await startSandbox({
        port: options.port,
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.adminToken === undefined ? {} : { adminToken: options.adminToken }),
        ...(options.data === undefined ? {} : { dataDir: options.data }),
      });
      const { io } = context;
      if (context.globals().json === true)
        io.stdout(`${JSON.stringify({ url: sandbox.url, control: `${sandbox.origin}/_sandbox` })}\n`);
      else io.stdout(welcome(sandbox));
      if (!io.signal.aborted) await once(io.signal, 'abort');
      await sandbox.close();
    });
}

function welcome({ url, origin }: { url: string; origin: string }): string {
  return [
    `MailChimp sandbox at ${url}`,
    `Control API at ${origin}/_sandbox (docs/sandbox.md)`,
    'In the account file:',
    '  mailchimp:',
    '    api_key: ${MAILCHIMP_API_KEY}   # in .env: MAILCHIMP_API_KEY=sandbox-us1',
    `    base_url: ${url}`,
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

function parseWhole(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('This is a whole number.');
}
