import { once } from 'node:events';
import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { parseDemoChoice, type DemoChoice } from '../demo/demo-choice.js';
import { openDemoOdoo, type DemoOdoo } from '../demo/demo-odoo.js';
import { openDemoWorld, type DemoWorld } from '../demo/demo-world.js';
import { runDemo, type DemoStep } from '../demo/run-demo.js';
import { progressLine } from '../output/progress-line.js';
import { textTable } from '../output/text-table.js';

interface DemoOptions {
  odoo: DemoChoice;
  keep?: boolean;
}

export function demoCommand(context: CliContext): Command {
  return new Command('demo')
    .description('see it work: a MailChimp sandbox, an Odoo, and people who come and go')
    .option(
      '--odoo <which>',
      'auto, sandbox, 14, 19, or the address of an Odoo to put demo people into (database staging, admin/admin)',
      parseDemoChoice,
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
  const { io, deps, globals } = context;
  const world = await openDemoWorld(odoo);
  const progress = progressLine(io, deps.clock);
  if (globals().json !== true) io.stdout(`${beginning(odoo)}\n`);
  try {
    const bridge = await deps.openBridge(world.config, {
      ...deps,
      progress: progress.show,
      signal: io.signal,
      wait: true,
    });
    const steps = await runDemo(bridge, world, deps).finally(() => bridge.close());
    progress.end();
    print(context, { odoo, world, steps, keep });
    if (keep) await waitForEnd(context);
  } finally {
    await world.close();
  }
}

interface Demo {
  odoo: DemoOdoo;
  world: DemoWorld;
  steps: DemoStep[];
  keep: boolean;
}

function beginning({ label, url }: DemoOdoo): string {
  return `A MailChimp sandbox and ${label} (${url}), with the bridge between them:`;
}

function print({ io, globals }: CliContext, demo: Demo): void {
  const { odoo, world, steps } = demo;
  if (globals().json === true) {
    const { label, url, database } = odoo;
    io.stdout(`${JSON.stringify({ odoo: { label, url, database }, mailchimp: world.sandboxUrl, steps })}\n`);
    return;
  }
  const table = textTable({
    head: ['what', 'what came of it'],
    rows: steps.map(({ what, came }) => [what, came]),
    widths: [45, 32],
  });
  io.stdout(`${table}\n${ending(demo).join('\n')}\n`);
}

function ending({ odoo, world, keep }: Demo): string[] {
  return [
    ...(keep
      ? places(odoo, world)
      : [`Look around while it runs: npm run demo -- --odoo ${odoo.choice} --keep`]),
    ...(odoo.isThrownAway
      ? []
      : ['The demo people stay in that Odoo, on the mailing list “Demo newsletter”.']),
    'Your own servers: see “Connect your own” in README.md.',
  ];
}

function places({ username, password, webClient }: DemoOdoo, { sandboxPage }: DemoWorld): string[] {
  const inOdoo =
    webClient === null
      ? ['Odoo       the small one has nothing to look at; --odoo 19 or 14 has']
      : [
          `Odoo       ${webClient}`,
          `           ${username} / ${password}, then Email Marketing ▸ Mailing Lists`,
        ];
  return [...inOdoo, `MailChimp  ${sandboxPage}`];
}

async function waitForEnd({ io }: CliContext): Promise<void> {
  io.stderr('Everything is running; Ctrl-C ends it.\n');
  if (!io.signal.aborted) await once(io.signal, 'abort');
}
