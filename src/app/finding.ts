import type { AccountConfig } from '../config/account-config.js';
import { BridgeError } from '../support/errors.js';

/** One thing looked at (B43). `error` keeps the failure, whose kind decides the exit code. */
export interface Finding {
  account: string;
  check: string;
  ok: boolean;
  detail: string;
  /** What to do about it. */
  hint: string | null;
  error: BridgeError | null;
}

/** What is no failure, and may want something to be done all the same. */
export interface Observation {
  detail: string;
  hint: string | null;
}

/** Looks at one thing; a failure is what was found. */
export async function look(
  { account }: Pick<AccountConfig, 'account'>,
  check: string,
  work: () => Promise<string | Observation>,
): Promise<Finding> {
  try {
    const found = await work();
    const { detail, hint } = typeof found === 'string' ? { detail: found, hint: null } : found;
    return { account, check, ok: true, detail, hint, error: null };
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return { account, check, ok: false, detail: error.message, hint: error.hint ?? null, error };
  }
}
