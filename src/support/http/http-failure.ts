/** Why there is no whole answer. */
export type HttpFailureKind =
  /** No connection could be made. */
  | 'unreachable'
  /** The server has shown a certificate that is not accepted. */
  | 'certificate'
  /** The time for the whole call is over. */
  | 'timeout'
  /** The caller has given it up. */
  | 'stopped'
  /** Request or answer is larger than allowed. */
  | 'too-large'
  /** The connection broke. */
  | 'lost';

/** One HTTP exchange failed on the way. Keeps nothing of the request, which may hold credentials. */
export class HttpFailure extends Error {
  constructor(
    readonly kind: HttpFailureKind,
    /** Of Node or the library, such as `ECONNRESET` or, of the proxy, `EPROXY:407`; `unknown` when it has none. */
    readonly code: string,
    /** False: not one byte of the request has left. */
    readonly isSent: boolean,
  ) {
    super(`${kind} (${code})`);
    this.name = 'HttpFailure';
  }
}

/** Errors that happened before the connection stood, so before any byte of a request was sent. */
const beforeSending = new WeakSet<object>();

export function markBeforeSending(error: object): void {
  beforeSending.add(error);
}

/** What the codes of failures of a proxy begin with. */
export const proxyCode = 'EPROXY:';

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
]);
const certificateCodes =
  /^(CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/u;

/** What an error of Node's network layer says, from whichever library it came. */
export function httpFailure(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = errorCode(error);
  return new HttpFailure(kindOf(error, code), code, !isBeforeSending(error));
}

function kindOf(error: unknown, code: string): HttpFailureKind {
  if (code === 'ERR_CANCELED' || code === 'ABORT_ERR') return 'timeout';
  if (certificateCodes.test(code)) return 'certificate';
  if (isBeforeSending(error) || unreachableCodes.has(code)) return 'unreachable';
  const isTooLarge = error instanceof Error && /max(Content|Body)Length/u.test(error.message);
  return isTooLarge ? 'too-large' : 'lost';
}

function isBeforeSending(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (beforeSending.has(error)) return true;
  return 'cause' in error && isBeforeSending(error.cause);
}

/** Such as `ECONNRESET`; `unknown` when it has none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  return 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : 'unknown';
}

/** A code in words, for a message: `nothing listens there (ECONNREFUSED)`. */
export function codeInWords(code: string): string {
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `its name can't be resolved (${code})`;
  if (code === 'ETIMEDOUT') return 'no connection within the time-out (ETIMEDOUT)';
  if (code.startsWith(proxyCode)) return `the proxy gives no connection (${code.slice(proxyCode.length)})`;
  if (certificateCodes.test(code)) return `its certificate is not accepted (${code})`;
  return code === 'unknown' ? 'the network failed' : code;
}
