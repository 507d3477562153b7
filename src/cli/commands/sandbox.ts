import { once } from 'node:events';
import { Command } from 'commander';
import type { Sandbox } from 'mailchimp-sandbox';
import { ConfigurationError } from '../../support/errors.js';
import type { CliContext } from '../cli-context.js';
import { parsePort } from '../parse-port.js';
import { parseWhole } from '../parse-whole.js';
import { printJson } from '../output/print-json.js';

interface SandboxOptions {
  port: number;
  seed?: number;
  adminToken?: string;
  data?: string;
}

export function sandboxCommand(context: CliContext): Command {
  return new Command('sandbox')
    .description('a MailChimp to try things on: the API, its rules and limits, on this machine')
    .option('--port <number>', 'port to listen on, 0 for any free one', parsePort, 4010)
    .option('--seed <number>', 'another world of made-up people', parseWhole)
    .option(
      '--admin-token <token>',
      'what the control API under /_sandbox asks for; better given as SANDBOX_ADMIN_TOKEN, which other users of the machine cannot see',
    )
    .option('--data <folder>', 'keep the state here between runs')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp sandbox --port 4010')
    .action(async (options: SandboxOptions) => {
      const sandbox = await start(options, context);
      const { io } = context;
      if (context.globals().json === true)
        printJson(io, { url: sandbox.url, control: `${sandbox.origin}/_sandbox` });
      else io.stdout(welcome(sandbox));
      if (!io.signal.aborted) await once(io.signal, 'abort');
      await sandbox.close();
    });
}

async function start(options: SandboxOptions, { io }: CliContext): Promise<Sandbox> {
  // Loaded by those who want it: every run of cron would pay for it.
  const { startSandbox } = await import('mailchimp-sandbox');
  try {
    return await startSandbox({
      port: options.port,
      seed: options.seed,
      adminToken: options.adminToken ?? io.environment().SANDBOX_ADMIN_TOKEN,
      dataDir: options.data,
    });
  } catch (error) {
    throw explained(error, options);
  }
}

/** The port and the folder are the user's choice: what is wrong with them is no fault of the program. */
function explained(error: unknown, { port, data }: SandboxOptions): unknown {
  const { syscall, message } = error as Partial<NodeJS.ErrnoException>;
  if (syscall === undefined) return error;
  if (syscall === 'listen') {
    return new ConfigurationError(`The sandbox can't listen on port ${port}: ${message}.`, {
      code: 'sandbox.port',
      hint: 'Choose another with --port; 0 takes any free one.',
      cause: error,
    });
  }
  return new ConfigurationError(`The folder ${String(data)} can't keep the sandbox: ${message}.`, {
    code: 'sandbox.data',
    hint: 'Give --data a folder that you may write to.',
    cause: error,
  });
}

function welcome({ url, origin }: { url: string; origin: string }): string {
  return [
    `MailChimp sandbox at ${url}`,
    `To look at and to click: ${origin}/_sandbox/`,
    'In the account file:',
    '  mailchimp:',
    '    api_key: ${MAILCHIMP_API_KEY}   # in .env: MAILCHIMP_API_KEY=sandbox-us1',
    `    base_url: ${url}`,
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}
