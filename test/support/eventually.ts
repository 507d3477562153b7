import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is yes. @throws when it still isn't after `withinMs` [three minutes] */
export async function eventually(
  what: string,
  question: () => Promise<boolean>,
  withinMs = 180_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await question())) {
    if (Date.now() > deadline) throw new Error(`never came true: ${what}`);
    await delay(50);
  }
}
