import type { ApiReply } from './api-call.js';
import { Problem, problemBody } from './problem.js';
import type { ProblemDetails } from './problem.js';
import type { Projection } from './projection.js';
import { catalogued } from './error-catalogue.js';
import { RawAnswer } from './raw-answer.js';

const json = 'application/json; charset=utf-8';
const described = (schema: string): string =>
  `<https://us1.api.mailchimp.com/schema/3.0/${schema}.json>; rel="describedBy"`;

/** A success with MailChimp's headers; a 204 carries its content type all the same (API §2.2). */
export function successResponse(reply: ApiReply, projection: Projection, requestId: string): Response {
  const headers: Record<string, string> = {
    Server: 'openresty',
    'Content-Type': json,
    'X-Request-Id': requestId,
    Vary: 'Accept-Encoding',
  };
  if (reply.schema) headers.Link = linkHeader(reply.schema, reply.dashboard);
  if (!reply.body) return new Response(null, { status: 204, headers });
  return new Response(JSON.stringify(projection.apply(reply.body)), { status: 200, headers });
}

function linkHeader(schema: string, dashboard: string | undefined): string {
  return dashboard ? `${described(schema)}, <${dashboard}>; rel="dashboard"` : described(schema);
}

/** What went wrong, as MailChimp would say it; a fault of the sandbox itself is the deep internal error. */
export function failureResponse(error: unknown, requestId: string): Response {
  if (error instanceof RawAnswer) return rawResponse(error);
  const { details } = error instanceof Problem ? error : catalogued('InternalServerError');
  return problemResponse(details, requestId);
}

function problemResponse(details: ProblemDetails, requestId: string): Response {
  const headers = {
    Server: 'openresty',
    'Content-Type': 'application/problem+json; charset=utf-8',
    'X-Request-Id': requestId,
    Link: described('Definitions/ProblemDetailDocument'),
    ...details.headers,
  };
  return new Response(JSON.stringify(problemBody(details, requestId)), { status: details.status, headers });
}

function rawResponse({ status, text }: RawAnswer): Response {
  const headers = { Server: 'openresty', 'Content-Type': 'text/html' };
  return new Response(text === '' ? null : text, { status, headers });
}
