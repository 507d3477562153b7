import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Step {
  readonly name: string;
  readonly title: string;
  /** Does the work from the start, whatever an interrupted attempt left behind. */
  readonly run: () => Promise<void>;
}

/**
 * Runs the steps that have no stamp yet, and every step after the first of those, because later steps
 * build on earlier ones. A step is stamped only once it is complete.
 */
export async function runSteps(steps: readonly Step[], stamps: string, report: (line: string) => void): Promise<void> {
  mkdirSync(stamps, { recursive: true });
  const first = steps.findIndex(({ name }) => !existsSync(join(stamps, name)));
  if (first === -1) return;
  for (const { name } of steps.slice(first)) rmSync(join(stamps, name), { force: true });
  for (const step of steps.slice(first)) {
    report(step.title);
    await step.run();
    writeFileSync(join(stamps, step.name), `${new Date().toISOString()}\n`);
  }
}

/** Whether a version has been set up completely. */
export function allStamped(names: readonly string[], stamps: string): boolean {
  if (!existsSync(stamps)) return false;
  const present = new Set(readdirSync(stamps));
  return names.every((name) => present.has(name));
}
