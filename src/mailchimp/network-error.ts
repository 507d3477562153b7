import {
  ConfigurationError,
  OperatorError,
  TransientError,
  UnreachableError,
  type BridgeError,
} from '../support/errors.js';

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
const dataCentreHint =
  'Check the network, and the data centre: the part of the API key after its dash (…-us6).';

/**
 * A call that got no answer. Of the failure only its code is kept: Axios hangs the whole request on its errors, and
 * the request holds the key.
 * @param host of the API, for the message
 */
export function networkError(failure: unknown, host: string): BridgeError {
  const code = textOf(failure, 'code');
  if (unreachableCodes.has(code)) return unreachable(host, code);
  if (certificateCodes.test(code)) {
    return new ConfigurationError(`The certificate of ${host} is not accepted (${code})`, {
      code: 'mailchimp.certificate',
      hint: 'A proxy may sit in between: let Node trust its certificate authority (NODE_EXTRA_CA_CERTS=FILE).',
    });
  }
  if (/max(Content|Body)Length/u.test(textOf(failure, 'message'))) {
    return new OperatorError('A call to MailChimp is larger than the bridge allows', {
      code: 'mailchimp.too_large',
      hint: 'Report this with the command that led to it.',
    });
  }
  return new TransientError(`The connection to MailChimp broke (${code || 'no reason given'})`, {
    code: 'mailchimp.connection_lost',
    hint: 'Try again; if it stays, look for a proxy or firewall in between.',
  });
}

function unreachable(host: string, code: string): UnreachableError {
  const reason = code === 'ENOTFOUND' ? 'there is no such host' : code;
  return new UnreachableError(`MailChimp can’t be reached at ${host}: ${reason}`, {
    code: 'mailchimp.unreachable',
    hint: dataCentreHint,
  });
}

export function timeoutError(): TransientError {
  return new TransientError('MailChimp took too long to answer', {
    code: 'mailchimp.timeout',
    hint: 'Try again in some minutes; the call may still be carried out.',
  });
}

/** The answer ended too early: its JSON is cut off. */
export function brokenAnswer(): TransientError {
  return new TransientError('The answer of MailChimp was cut off', {
    code: 'mailchimp.broken_answer',
    hint: 'Try again; if it stays, look for a proxy in between.',
  });
}

function textOf(failure: unknown, key: 'code' | 'message'): string {
  if (typeof failure !== 'object' || failure === null || !(key in failure)) return '';
  const value = (failure as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : '';
}
