import { WireFailure } from './wire.js';

/** Errors that happened before the connection stood, so before any byte of a request was sent. */
const beforeSending = new WeakSet<object>();

export function markBeforeSending(error: object): void {
  beforeSending.add(error);
}

const certificateCodes =
  /^(CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/;

/** Names an error of Node's network layer, from whichever library it came. `where` is the server's origin. */
export function networkFailure(error: unknown, where: string, timeoutMs: number): WireFailure {
  const code = errorCode(error);
  if (isBeforeSending(error)) {
    return new WireFailure(
      'not-sent',
      'odoo.unreachable',
      `Odoo can't be reached at ${where}: ${reason(code)}`,
      hint(code),
    );
  }
  if (code === 'ERR_CANCELED' || code === 'ABORT_ERR') {
    const seconds = Math.round(timeoutMs / 1000);
    return new WireFailure('unknown', 'odoo.timeout', `Odoo at ${where} did not answer within ${seconds} s`);
  }
  return new WireFailure(
    'unknown',
    'odoo.connection_lost',
    `The connection to Odoo at ${where} broke: ${reason(code)}`,
  );
}

function isBeforeSending(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (beforeSending.has(error)) return true;
  return 'cause' in error && isBeforeSending(error.cause);
}

/** Such as `ECONNRESET`; `unknown` when it has none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

function reason(code: string): string {
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `its name can't be resolved (${code})`;
  if (code === 'ETIMEDOUT') return 'no connection within the time-out (ETIMEDOUT)';
  if (certificateCodes.test(code)) return `its certificate is not accepted (${code})`;
  return code === 'unknown' ? 'the network failed' : code;
}

function hint(code: string): string {
  if (certificateCodes.test(code))
    return 'Let Node trust the certificate authority of the server (NODE_EXTRA_CA_CERTS=FILE), or correct odoo.url.';
  if (code === 'ENOTFOUND') return 'Check the host in odoo.url.';
  return 'Check odoo.url, and that Odoo is running and reachable from this machine.';
}
