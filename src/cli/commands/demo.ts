import { once } from 'node:events';
import Table from 'cli-table3';
import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { openDemoOdoo, type DemoOdoo } from '../demo/demo-odoo.js';
import { openDemoWorld, type DemoWorld } from '../demo/demo-world.js';
import { runDemo, type DemoStep } from '../demo/run-demo.js';
import { progressLine } from '../output/progress-line.js';

interface DemoOptions {
  odoo: string;
  keep?: boolean;
}

export function demoCommand(context: CliContext): Command {
  return new Command('demo')
    .description('see it work: a MailChimp sandbox, an Odoo, and people who come and go')
    .option(
      '--odoo <which>',
      'auto, sandbox, 14, 19, or the URL of an Odoo (database staging, admin/admin)',
      'auto',
    )
    .option('--keep', 'leave everything running until Ctrl-C')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp demo --odoo sandbox')
    .action(async ({ odoo: choice, keep }: DemoOptions) => {
      const odoo = await openDemoOdoo(choice, context.io);
      try {
        await inWorld(context, odoo, keep === true);
      } finally {
        await odoo.close();
      }
    });
}

async function inWorld(context: CliContext, odoo: DemoOdoo, keep: boolean): Promise<void> {
  const { io, deps } = context;
  const world = await openDemoWorld(odoo);
  const progress = progressLine(io, deps.clock);
  try {
    const bridge = await deps.openBridge(world.config, {
      ...deps,
      progress: progress.show,
      signal: io.signal,
      wait: true,
    });
    const steps = await runDemo(bridge, world, deps).finally(() => bridge.close());
    progress.end();
    print(context, { odoo, world, steps });
    if (keep) await waitForEnd(context);
  } finally {
    await world.close();
  }
}

function print(
  { io, globals }: CliContext,
  demo: { odoo: DemoOdoo; world: DemoWorld; steps: DemoStep[] },
): void {
  const { odoo, world, steps } = demo;
  if (globals().json === true) {
    const { label, url, database } = odoo;
    io.stdout(`${JSON.stringify({ odoo: { label, url, database }, mailchimp: world.sandboxUrl, steps })}\n`);
    return;
  }
  const table = new Table({ head: ['what', 'what came of it'], style: { head: [], border: [] } });
  for (const { what, came } of steps) table.push([what, came]);
  const login = odoo.hasWebClient
    ? `, log in as ${odoo.username} / ${odoo.password} (database ${odoo.database})`
    : '';
  io.stdout(`${table.toString()}\n`);
  io.stdout(`Odoo: ${odoo.label} at ${odoo.url}${login}\nMailChimp: the sandbox at ${world.sandboxUrl}\n`);
  io.stdout(
    'Run with --keep to look around in both. Your own servers: see “Connect your own” in the README.\n',
  );
}

async function waitForEnd({ io }: CliContext): Promise<void> {
  io.stderr('Both are running; Ctrl-C ends them.\n');
  if (!io.signal.aborted) await once(io.signal, 'abort');
}
