import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
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
export async function runSteps(
  steps: readonly Step[],
  stamps: string,
  report: (line: string) => void,
): Promise<void> {
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

/** Whether nothing is left to do. */
export function allStamped(steps: readonly Step[], stamps: string): boolean {
  return steps.every(({ name }) => existsSync(join(stamps, name)));
}
