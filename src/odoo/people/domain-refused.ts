import { ConfigurationError, isRecordError } from '../../support/errors.js';

/**
 * What a failed read by a domain means: no record is to blame for it, so it can be nothing but the domain.
 * @throws ConfigurationError `odoo.domain_refused`, or the error itself when it has another reason
 */
export function domainRefused(error: unknown): never {
  if (!isRecordError(error)) throw error;
  throw new ConfigurationError(`Odoo refuses the domain: ${error.message}`, {
    code: 'odoo.domain_refused',
    hint: 'Correct the domain; a filter in Odoo’s developer mode shows how one is written.',
    cause: error,
  });
}
