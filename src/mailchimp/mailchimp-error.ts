import { boundedLine } from '../support/bounded-line.js';
import {
  type BridgeError,
  BusyError,
  ConfigurationError,
  LoginError,
  OperatorError,
  RecordError,
  TransientError,
} from '../support/errors.js';
import { memberRefusal } from './refusal.js';
import type { Route } from './route.js';
import { timeoutError } from './network-error.js';
import { z } from 'zod';

const apiKeyHint = 'Check MAILCHIMP_API_KEY: the key, and the data centre after its dash (…-us6).';

/**
 * An answer that is no success, typed by remedy. The HTTP status decides, the body may be anything (mailchimp-api
 * §3). Nothing of the request is kept, for it holds the key.
 * @param body parsed JSON, or undefined when it is none
 */
export function answerError(status: number, body: unknown, route: Route): BridgeError {
  const problem = parseProblem(body);
  if (status === 429) return busy(problem);
  if (status === 408 || status === 504) return timeoutError();
  // The network's own page, which asks for a login (RFC 6585).
  if (status === 511) return unexpected(status);
  if (status >= 500) return serverError(status, problem);
  if (status === 401) return loginRefused(problem);
  if (status === 403) return problem === null ? busy(problem) : forbidden(problem);
  if (problem !== null) return refused(status, problem, route);
  // Under load a 400 may be a page of the server in front, which says nothing about the member (§9).
  return status === 400 ? serverError(status, problem) : unexpected(status);
}

function refused(status: number, problem: Problem, route: Route): BridgeError {
  if (status === 404) return notFound(problem, route);
  if (status === 405 && route.about === 'member') return cannotArchive(problem);
  const isOurMistake = /json parse|invalid action/iu.test(problem.title);
  return status === 400 && !isOurMistake ? memberRefusal(problem) : refusedCall(status, problem, route);
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
  const code = 'mailchimp.forbidden';
  const words = `${title} ${text}`;
  if (/data ?cent(er|re)/iu.test(words)) return new LoginError(text, { code, hint: apiKeyHint });
  if (/user disabled|deactivated/iu.test(words)) {
    return new LoginError(text, { code, hint: 'Use an API key of an active MailChimp account.' });
  }
  return new ConfigurationError(`MailChimp forbids this: ${text}`, {
    code,
    hint: 'Use an API key of a user with the Manager role or higher, of an active account.',
  });
}

function notFound({ text }: Problem, { about, audienceId, label }: Route): BridgeError {
  if (about === 'member') {
    return new RecordError(text, {
      code: 'mailchimp.not_found',
      hint: 'It may have been deleted in MailChimp; fetch the members again.',
    });
  }
  if (about === 'account') {
    return new ConfigurationError(`The server has nothing at ${label}: ${text}`, {
      code: 'mailchimp.unexpected_answer',
      hint: 'Check mailchimp.base_url; it ends in /3.0.',
    });
  }
  return new ConfigurationError(`MailChimp has no audience ${audienceId ?? ''}`, {
    code: 'mailchimp.audience_not_found',
    hint: 'Check the id under audiences:; audiences list shows the ids of this account.',
  });
}

function cannotArchive({ text }: Problem): RecordError {
  return new RecordError(text, {
    code: 'mailchimp.cannot_archive',
    hint: 'MailChimp archives no member that is cleaned or pending.',
  });
}

function refusedCall(status: number, { text }: Problem, { label }: Route): OperatorError {
  return new OperatorError(`MailChimp refuses a call of ${label} (HTTP ${status}): ${text}`, {
    code: 'mailchimp.refused_call',
    hint: 'Report this with the command that led to it.',
  });
}

/** An answer no Marketing API gives: a proxy's page, another program at this address. */
export function unexpected(status: number): ConfigurationError {
  return new ConfigurationError(`The answer is not the MailChimp API’s (HTTP ${status}, no JSON)`, {
    code: 'mailchimp.unexpected_answer',
    hint: 'Check mailchimp.base_url, and whether a proxy, a firewall or a login page of your network answers in its place (HTTPS_PROXY).',
  });
}

/** An error body of MailChimp's (mailchimp-api §3.1); `type` is not always there and not read. */
const problemSchema = z.object({
  title: z.string().nullish(),
  status: z.number().nullish(),
  detail: z.string().nullish(),
  errors: z.array(z.object({ field: z.string().nullish(), message: z.string().nullish() })).nullish(),
});

interface Problem {
  title: string;
  /** MailChimp's own words, field messages included: what B21 and B22 show. */
  text: string;
  /** Names of the fields it complains about; merge fields by their tag. */
  fields: string[];
}

/** Null when the body is HTML, empty or anything else. */
function parseProblem(body: unknown): Problem | null {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return null;
  const { title, detail, errors } = parsed.data;
  const heading = detail || title;
  if (!heading) return null;
  const messages = (errors ?? []).map(({ field, message }) => [field, message].filter(Boolean).join(': '));
  return {
    title: title ?? '',
    text: boundedLine([heading, messages.filter(Boolean).join('; ')].filter(Boolean).join(' ')),
    fields: (errors ?? []).flatMap(({ field }) => field || []),
  };
}
