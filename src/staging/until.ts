import { setTimeout as delay } from 'node:timers/promises';
import { ConfigurationError } from '../support/errors.js';

/** Asks again and again until the answer is yes; gives up with `message` after two minutes. */
export async function until(question: () => Promise<boolean>, message: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await question())) {
    if (Date.now() > deadline) {
      const hint = 'After `npm run staging -- down` try again.';
      throw new ConfigurationError(message, { code: 'staging.timeout', hint });
    }
    await delay(300);
  }
}
