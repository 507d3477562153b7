import {
  BridgeError,
  BusyError,
  ConfigurationError,
  LoginError,
  TransientError,
  UnreachableError,
} from '../../support/errors.js';

/**
 * Who is to wait for a failure to pass. `nobody`: a server is away, everyone waits and nothing is counted. `someone`: Odoo
 * stumbled, and it may be over one of them. `audience`: its mapping, its mailing list. `person`: whoever it is about.
 */
export type Fault = 'nobody' | 'someone' | 'audience' | 'person';

/** Odoo failed in the middle of the work: it was stopped, or what it was given is too much for it. */
const stumbles = ['odoo.timeout', 'odoo.connection_lost', 'odoo.outcome_unknown', 'odoo.serialization'];

export function whoseFault(error: unknown): Fault {
  if (!(error instanceof BridgeError)) return 'person';
  if (error instanceof UnreachableError || error instanceof BusyError || error instanceof LoginError)
    return 'nobody';
  // The program was ending, or connecting anew.
  if (error.code === 'mailchimp.closed') return 'nobody';
  if (error instanceof TransientError) return stumbles.includes(error.code) ? 'someone' : 'nobody';
  return error instanceof ConfigurationError ? 'audience' : 'person';
}
