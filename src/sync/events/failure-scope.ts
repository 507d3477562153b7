import {
  BridgeError,
  BusyError,
  ConfigurationError,
  LoginError,
  TransientError,
  UnreachableError,
} from '../../support/errors.js';

/**
 * How far a failure reaches, and so who has to wait. `server`: one is away, everybody waits and no attempt is counted.
 * `audience`: its mapping or its mailing list is wrong, so all of the audience wait. `person`: only the one it is about.
 * `some-person`: Odoo failed in the middle of the work, perhaps for what one of the people holds; which one is not known.
 */
export type FailureScope = 'server' | 'some-person' | 'audience' | 'person';

/** Odoo failed in the middle of the work: it was stopped, or what it was given is too much for it. */
const stumbles = ['odoo.timeout', 'odoo.connection_lost', 'odoo.outcome_unknown', 'odoo.serialization'];

export function failureScope(error: unknown): FailureScope {
  if (!(error instanceof BridgeError)) return 'person';
  if (error instanceof UnreachableError || error instanceof BusyError || error instanceof LoginError)
    return 'server';
  // The program was ending, or connecting anew.
  if (error.code === 'mailchimp.closed') return 'server';
  if (error instanceof TransientError) return stumbles.includes(error.code) ? 'some-person' : 'server';
  return error instanceof ConfigurationError ? 'audience' : 'person';
}
