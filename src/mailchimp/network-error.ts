import {
  ConfigurationError,
  OperatorError,
  TransientError,
  UnreachableError,
  type BridgeError,
} from '../support/errors.js';
import { codeInWords, httpFailure, proxyCode } from '../support/http/http-failure.js';

const dataCentreHint =
  'Check the network, and the data centre: the part of the API key after its dash (…-us6).';

/**
 * A call that got no answer. Of the failure only its code is kept, for it may hold the whole request with the key.
 * @param host of the API, for the message
 */
export function networkError(failure: unknown, host: string): BridgeError {
  const { kind, code } = httpFailure(failure);
  if (kind === 'timeout' || kind === 'stopped') return timeoutError();
  if (kind === 'unreachable') return unreachable(host, code);
  if (kind === 'certificate') {
    return new ConfigurationError(`The certificate of ${host} is not accepted (${code})`, {
      code: 'mailchimp.certificate',
      hint: 'A proxy may sit in between: let Node trust its certificate authority (NODE_EXTRA_CA_CERTS=FILE).',
    });
  }
  if (kind === 'too-large') {
    return new OperatorError('A call to MailChimp is larger than the bridge allows', {
      code: 'mailchimp.too_large',
      hint: 'Report this with the command that led to it.',
    });
  }
  const reason = code === 'unknown' ? 'no reason given' : code;
  return new TransientError(`The connection to MailChimp broke (${reason})`, {
    code: 'mailchimp.connection_lost',
    hint: 'Try again; if it stays, look for a proxy or firewall in between.',
  });
}

function unreachable(host: string, code: string): UnreachableError {
  const reason = code === 'ENOTFOUND' ? 'there is no such host' : codeInWords(code);
  return new UnreachableError(`MailChimp can’t be reached at ${host}: ${reason}`, {
    code: 'mailchimp.unreachable',
    hint: code.startsWith(proxyCode) ? 'Check HTTPS_PROXY.' : dataCentreHint,
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
