// Stories outside of the test runner: npm run stories [-- --count=N --seed=S --odoo=small|19|14]. Each has a seed of its
// own, and plays again by it alone: --count=1 --seed=S, with --show to see its steps, with --shrink to look for a shorter
// one, which then plays by --path=P. Prints what went wrong; exit code 1 when anything did.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { odooVersions } from '../../../src/staging/odoo-version.js';
import { openDatabaseStage } from './database-stage.js';
import { play, type Played } from './play.js';
import { directStage, type OpenStage } from './stage.js';
import { anyOptions, anyPeople, anySteps } from './step.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    odoo: { type: 'string', default: 'small' },
    path: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
  },
});

/** Whether all was well. */
async function playOne(open: OpenStage, seed: number): Promise<boolean> {
  let shown = values.show ? 1 : 0;
  const property = fc.asyncProperty(anyOptions, anyPeople, anySteps, async (options, already, steps) => {
    if (shown-- > 0) show({ options, already, steps });
    const wrongs = await play(open, `s${seed}`, { options, already, steps });
    if (wrongs.length > 0) throw new Error(wrongs.join('\n'));
  });
  const { path, shrink } = values;
  const way = path === undefined ? {} : { path };
  const found = await fc.check(property, { ...{ seed, numRuns: 1, endOnFailure: !shrink }, ...way });
  if (!found.failed) return true;
  console.log(`\n--seed=${seed} --path=${String(found.counterexamplePath)}`);
  console.log(found.errorInstance instanceof Error ? found.errorInstance.stack : found.errorInstance);
  if (shrink && found.counterexample !== null) {
    const [options, already, steps] = found.counterexample;
    show({ options, already, steps });
  }
  return false;
}

function show({ options, already, steps }: Played): void {
  for (const part of [options, ...already, '', ...steps]) console.log(JSON.stringify(part));
}

async function playAll(open: OpenStage): Promise<number> {
  const [count, first] = [Number(values.count), Number(values.seed)];
  const startedAt = Date.now();
  let failed = 0;
  for (let done = 1; done <= count; done += 1) {
    if (!(await playOne(open, first + done - 1))) failed += 1;
    if (done % 50 !== 0 && done !== count) continue;
    const { user, system } = process.cpuUsage();
    const each = (ms: number): string => (ms / done / 1000).toFixed(2);
    console.log(
      `${done} stories from seed ${first} on Odoo ${values.odoo}: ${failed} failed; ` +
        `${each(Date.now() - startedAt)} s each, ${each((user + system) / 1000)} s of this processor`,
    );
  }
  return failed;
}

async function main(): Promise<number> {
  const version = odooVersions.find((each) => String(each) === values.odoo);
  if (version === undefined) return playAll(directStage);
  await using database = await openDatabaseStage(version);
  return await playAll(database.open);
}

// What a story that failed has left open ends with the process.
process.exit((await main()) > 0 ? 1 : 0);
