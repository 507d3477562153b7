import { ConfigurationError, RecordError, type BridgeError } from '../support/errors.js';

/** Odoo refuses one row and no others: a record rule on one contact is refused like a missing right (B45). */
export function isRowRefusal(error: unknown): error is BridgeError {
  return error instanceof RecordError || isNoRight(error);
}

export function isNoRight(error: unknown): error is ConfigurationError {
  return error instanceof ConfigurationError && error.code === 'odoo.access';
}
