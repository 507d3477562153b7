import { once } from 'node:events';
import type { CliContext } from '../cli-context.js';
import { progressLine } from '../output/progress-line.js';
import { textTable } from '../output/text-table.js';
import type { DemoChoice } from './demo-choice.js';
import { openDemoOdoo, type DemoOdoo } from './demo-odoo.js';
import { openDemoWorld, type DemoWorld } from './demo-world.js';
import { runDemo, type DemoStep } from './run-demo.js';
import { printJson } from '../output/print-json.js';

/** Plays the demo on the chosen Odoo and prints it. */
export async function showDemo(
  context: CliContext,
  { choice, keep }: { choice: DemoChoice; keep: boolean },
): Promise<void> {
  const odoo = await openDemoOdoo(choice, context.io);
  try {
    await inWorld(context, odoo, keep);
  } finally {
    await odoo.close();
  }
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
    printJson(io, { odoo: { label, url, database }, mailchimp: world.sandboxUrl, steps });
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
