import { ConfigurationError, isRecordError, LoginError, type BridgeError } from '../../support/errors.js';

/**
 * What keeps values and tags from being brought, such as a mapping that no longer fits, keeps back no opt-out of the other
 * side: it is given back, to be thrown when those have arrived (B45). A cap on consent (B28), a refused login and a server
 * that is away end the work.
 */
export async function unlessBroken(work: () => Promise<void>): Promise<BridgeError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!isOfData(error)) throw error;
    return error;
  }
}

/** It concerns values, tags or records, and neither a server nor a login. */
export function isOfData(error: unknown): error is BridgeError {
  return (error instanceof ConfigurationError && !(error instanceof LoginError)) || isRecordError(error);
}
