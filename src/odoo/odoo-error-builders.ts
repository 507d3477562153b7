import { type BridgeError, ConfigurationError, RecordError, TransientError } from '../support/errors.js';
import { WireFailure } from './transport/wire.js';

export interface Fault {
  /** Class name without its package. */
  exception: string;
  /** On one line. */
  message: string;
  about: { model: string; method: string } | undefined;
}

export type Build = (fault: Fault) => BridgeError | WireFailure;

const call = ({ about }: Fault): string => (about ? `${about.method} of ${about.model}` : 'a call');

export function accessError(fault: Fault): ConfigurationError {
  return new ConfigurationError(`The Odoo user may not do ${call(fault)}: ${fault.message}`, {
    code: 'odoo.access',
    hint: `Give the Odoo user the right ${rightFor(fault.about?.model ?? '')}; odoo-mailchimp doctor names all that are missing.`,
  });
}

/** As the form of a user has them; 19.0 renamed one. */
export const emailMarketing = '“Email Marketing / User”';
export const contactCreation = '“Extra Rights / Contact Creation” (19.0: “Contact / Creation”)';

function rightFor(model: string): string {
  if (model.startsWith('res.partner')) return contactCreation;
  if (model.startsWith('ir.')) return '“Administration / Settings”';
  if (model.startsWith('x_mailchimp_')) return '“MailChimp Bridge”';
  return emailMarketing;
}

export function privateMethod(fault: Fault): ConfigurationError {
  return new ConfigurationError(`Odoo does not let ${call(fault)} be called from outside`, {
    code: 'odoo.access',
    hint: 'Report this with the Odoo version.',
  });
}

export function missingModel({ about, message }: Fault): ConfigurationError {
  const mailing = about?.model.startsWith('mailing.') ?? false;
  return new ConfigurationError(about ? `This Odoo has no model ${about.model}` : message, {
    code: 'odoo.missing_model',
    hint: mailing
      ? 'Install the Email Marketing app (mass_mailing) in Odoo.'
      : 'Install the Odoo app that brings this model.',
  });
}

export function missingMethod(fault: Fault): BridgeError {
  const { about, message } = fault;
  // The same exception comes from a mistake deep in a module: then it isn't the method that was called.
  if (!about || !message.includes(about.method)) return serverError(fault);
  return new ConfigurationError(`${about.model} has no method ${about.method} in this Odoo`, {
    code: 'odoo.missing_method',
    hint: 'Check that the Odoo version is one the bridge supports.',
  });
}

export function missingField({ message }: Fault): ConfigurationError {
  return new ConfigurationError(message, {
    code: 'odoo.missing_field',
    hint: 'Check the mapping and the domains: they name a field that this Odoo does not have.',
  });
}

export function collision(): TransientError {
  return new TransientError('Odoo was busy with the same records and has undone the call', {
    code: 'odoo.serialization',
    hint: 'Try again.',
  });
}

/** While Odoo's own connection was still being made nothing can have happened; later a commit may have been under way. */
export function databaseDown({ message }: Fault): WireFailure {
  const connecting =
    /starting up|shutting down|could not connect|connection refused|too many clients|recovery mode/i;
  const trace = connecting.test(message) ? 'not-done' : 'unknown';
  return new WireFailure(trace, 'odoo.unavailable', `Odoo has lost its own database: ${message}`);
}

export function serverError(fault: Fault): RecordError {
  const exception = fault.exception === '' ? '' : `${fault.exception}: `;
  return new RecordError(`Odoo failed in ${call(fault)}: ${exception}${fault.message}`, {
    code: 'odoo.server_error',
    hint: "Odoo's own log tells where; a module in Odoo may be at fault.",
  });
}
