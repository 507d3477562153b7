import { codeInWords, httpFailure, proxyCode, type HttpFailure } from '../../support/http/http-failure.js';
import { WireFailure } from './wire.js';

/** What a failure on the way means for a call of Odoo. `where` is the server's origin. */
export function networkFailure(error: unknown, where: string, timeoutMs: number): WireFailure {
  const failure = httpFailure(error);
  const reason = codeInWords(failure.code);
  if (!failure.isSent) {
    const message = `Odoo can't be reached at ${where}: ${reason}`;
    return new WireFailure('not-sent', 'odoo.unreachable', message, hint(failure));
  }
  if (failure.kind === 'timeout') {
    const seconds = Math.round(timeoutMs / 1000);
    return new WireFailure('unknown', 'odoo.timeout', `Odoo at ${where} did not answer within ${seconds} s`);
  }
  return new WireFailure(
    'unknown',
    'odoo.connection_lost',
    `The connection to Odoo at ${where} broke: ${reason}`,
  );
}

function hint({ kind, code }: HttpFailure): string {
  if (kind === 'certificate')
    return 'Let Node trust the certificate authority of the server (NODE_EXTRA_CA_CERTS=FILE), or correct odoo.url.';
  if (code === 'ENOTFOUND') return 'Check the host in odoo.url.';
  if (code.startsWith(proxyCode)) return 'Check HTTPS_PROXY, or name the host of odoo.url in NO_PROXY.';
  return 'Check odoo.url, and that Odoo is running and reachable from this machine.';
}
