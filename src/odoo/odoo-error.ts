import { RecordError } from '../support/errors.js';
import {
  accessError,
  collision,
  databaseDown,
  missingField,
  missingMethod,
  missingModel,
  privateMethod,
  serverError,
  type Build,
  type Fault,
} from './odoo-error-builders.js';
import { refusedLogin, unknownDatabase } from './odoo-login-errors.js';
import { oneLine } from './one-line.js';

interface Rule {
  /** Last part of the exception's class name; any when left out. */
  exception?: RegExp;
  message?: RegExp;
  build: Build;
}

const recordError =
  (code: string): Build =>
  ({ message }) =>
    new RecordError(message, { code });

/** First match wins. Sources: odoo.exceptions, psycopg2.errors, werkzeug.exceptions, and 14.0 and 19.0 themselves. */
const rules: readonly Rule[] = [
  { message: /database "[^"]*" does not exist/, build: unknownDatabase },
  { exception: /^(AccessDenied|Unauthorized)$/, build: refusedLogin },
  { exception: /^(AccessError|Forbidden)$/, message: /^Private methods/, build: privateMethod },
  { exception: /^(AccessError|Forbidden)$/, build: accessError },
  { message: /^Object \S+ doesn't exist|the model '[^']*' does not exist/i, build: missingModel },
  { message: /the method '[^']*' does not exist|has no attribute '/i, build: missingMethod },
  { message: /^Invalid field \S+ (in|on) /, build: missingField },
  {
    exception: /^(SerializationFailure|DeadlockDetected|LockNotAvailable|TransactionRollbackError)$/,
    build: collision,
  },
  { exception: /^(LockError|ConcurrencyError|PoolError)$/, build: collision },
  { message: /could not serialize access|could not obtain lock|deadlock detected/, build: collision },
  { exception: /^(OperationalError|InterfaceError|AdminShutdown|CannotConnectNow)$/, build: databaseDown },
  { exception: /^ValidationError$/, build: recordError('odoo.validation') },
  { exception: /^MissingError$/, build: recordError('odoo.missing') },
  { exception: /^(UserError|RedirectWarning|Warning)$/, build: recordError('odoo.user_error') },
  {
    exception: /^(Integrity|Unique|NotNull|Check|ForeignKey|Restrict)(Error|Violation)$/,
    build: recordError('odoo.constraint'),
  },
  {
    exception: /^(ValueError|DataError|Invalid\w+|StringDataRightTruncation|\w+OutOfRange)$/,
    build: recordError('odoo.value'),
  },
];

/**
 * The typed error for what Odoo raised. `exception` is its full class name, `''` when the protocol doesn't tell;
 * `about` is the call it came from.
 */
export function odooError(
  raised: { exception: string; message: string },
  about?: Pick<NonNullable<Fault['about']>, 'model' | 'method'>,
): ReturnType<Build> {
  const exception = raised.exception.split('.').at(-1) ?? '';
  const fault: Fault = { exception, message: oneLine(raised.message), about };
  const rule = rules.find((each) => fits(each, fault));
  return (rule?.build ?? serverError)(fault);
}

function fits({ exception, message }: Rule, fault: Fault): boolean {
  return (exception?.test(fault.exception) ?? true) && (message?.test(fault.message) ?? true);
}
