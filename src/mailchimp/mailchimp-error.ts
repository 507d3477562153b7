import {
  BusyError,
  ConfigurationError,
  LoginError,
  OperatorError,
  RecordError,
  TransientError,
  UnreachableError,
  type BridgeError,
} from '../support/errors.js';
import { parseProblem, type Problem } from './problem.js';
import { memberRefusal } from './refusal.js';

const apiKeyHint = 'Check MAILCHIMP_API_KEY: the key, and the data centre after its dash (…-us6).';

/** An answer that is no success, typed by remedy. The HTTP status decides, the body may be anything (§3). */
export function answerError(status: number, body: unknown): BridgeError {
  const problem = parseProblem(body);
  if (status === 429) return busy(problem);
  if (status >= 500) return serverError(status, problem);
  if (status === 401) return loginRefused(problem);
  if (status === 403) return problem === null ? busy(problem) : forbidden(problem);
  if (status === 404) return notFound(problem);
  if (status === 405 && problem !== null && /archive/iu.test(problem.text)) return cannotArchive(problem);
  if (problem === null) return unexpected(status);
  return status === 400 ? memberRefusal(problem.text) : refusedCall(status, problem);
}

function busy(problem: Problem | null): BusyError {
  return new BusyError(problem?.text ?? 'MailChimp refuses calls for the moment', {
    code: 'mailchimp.throttled',
    hint: 'Another program may use the same MailChimp user; lower mailchimp.max_connections or try later.',
  });
}

function serverError(status: number, problem: Problem | null): TransientError {
  return new TransientError(problem?.text ?? `MailChimp had a fault (HTTP ${status})`, {
    code: 'mailchimp.server',
    hint: 'Try again in some minutes; see status.mailchimp.com.',
  });
}

function loginRefused(problem: Problem | null): LoginError {
  const text = problem?.text ?? 'no reason given';
  return new LoginError(`MailChimp refuses the API key: ${text}`, {
    code: 'mailchimp.login',
    hint: apiKeyHint,
  });
}

function forbidden({ title, text }: Problem): BridgeError {
  if (/datacenter/iu.test(title)) return new LoginError(text, { code: 'mailchimp.login', hint: apiKeyHint });
  return new ConfigurationError(`MailChimp forbids this: ${text}`, {
    code: 'mailchimp.forbidden',
    hint: 'Use an API key of a user with the Manager role or higher, of an active account.',
  });
}

function notFound(problem: Problem | null): RecordError {
  return new RecordError(problem?.text ?? 'MailChimp does not know this resource', {
    code: 'mailchimp.not_found',
    hint: 'It may have been deleted in MailChimp; fetch the members again.',
  });
}

function cannotArchive({ text }: Problem): RecordError {
  return new RecordError(text, {
    code: 'mailchimp.cannot_archive',
    hint: 'It is archived already, or its status forbids it.',
  });
}

function refusedCall(status: number, { text }: Problem): OperatorError {
  return new OperatorError(`MailChimp refuses the call (HTTP ${status}): ${text}`, {
    code: 'mailchimp.refused_call',
    hint: 'Report this with the command that led to it.',
  });
}

/** An answer no Marketing API gives: a proxy's page, another program at this address. */
export function unexpected(status: number): ConfigurationError {
  return new ConfigurationError(`The answer is not the MailChimp API’s (HTTP ${status}, no JSON)`, {
    code: 'mailchimp.unexpected_answer',
    hint: 'Check mailchimp.base_url, and any proxy in between.',
  });
}

/** A call that got no answer. `cause` is a Node or axios error; nothing of its request is kept. */
export function connectionError(code: string | undefined, host: string): TransientError {
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
    return new TransientError('MailChimp took too long to answer', {
      code: 'mailchimp.timeout',
      hint: 'Try again in some minutes; the call may still be carried out.',
    });
  }
  const reason = code === 'ENOTFOUND' ? 'there is no such host' : (code ?? 'the connection broke');
  return new UnreachableError(`MailChimp can’t be reached at ${host}: ${reason}`, {
    code: 'mailchimp.unreachable',
    hint: 'Check the network, and the data centre: the part of the API key after its dash (…-us6).',
  });
}
