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
    const isOfData = error instanceof ConfigurationError || isRecordError(error);
    if (!isOfData || error instanceof LoginError) throw error;
    return error;
  }
}
