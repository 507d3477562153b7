import { type Context, Hono } from 'hono';
import type { Clock } from '../support/clock.js';
import type { Logger } from '../support/logger.js';
import type { Metrics } from './metrics.js';
import { pokePath, type Receiver, receiverPath, type ReceivedEvent, type SigningKey } from './receiver.js';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../support/secret.js';
import { parseWebhookEvent, type WebhookEvent } from '../mailchimp/webhook-event.js';
import { checkSignature, signatureHeader } from '../mailchimp/webhook-signature.js';

export interface ReceiverDeps {
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
}

/** What the answer to a GET says, so that `webhooks check` knows that it is the bridge that answers. */
export const greeting = 'odoo-mailchimp\n';

/** Takes MailChimp's webhooks: the token, the signature, the event into the store, and only then the 200 (B30, B31). */
export function receiverApp(receivers: readonly Receiver[], deps: ReceiverDeps): Hono {
  const find = receiverFinder(receivers, ({ tokens }) => tokens);
  const take = eventTaker(deps);
  // Whose proxy it is, no token tells here.
  const trustProxy = receivers.every((receiver) => receiver.trustProxy);
  const app = new Hono();
  const handle = async (c: Context): Promise<Response> => {
    const receiver = find(c.req.param('token') ?? '');
    if (receiver === null) {
      deps.metrics.eventRefused('token');
      deps.logger.debug({ from: senderOf(c, { trustProxy }) }, 'A webhook with an unknown token was refused');
      return notFound(c);
    }
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return c.text(greeting);
    if (c.req.method !== 'POST') return c.text('method not allowed\n', 405, { allow: 'GET, HEAD, POST' });
    return take(c, receiver);
  };
  const prefixes = new Set(receivers.flatMap(({ prefix }) => prefix ?? []));
  const poke = pokeTaker(receivers, deps);
  for (const prefix of ['', ...prefixes]) {
    app.all(`${prefix}${receiverPath}/:token`, handle);
    app.post(`${prefix}${pokePath}/:token`, poke);
  }
  return app;
}

/** Odoo's call that a job was made (B38). What it says is not even read: the job is in Odoo. */
function pokeTaker(receivers: readonly Receiver[], { metrics }: ReceiverDeps) {
  const find = receiverFinder(receivers, ({ pokeTokens }) => pokeTokens);
  return (c: Context): Response => {
    const receiver = find(c.req.param('token') ?? '');
    if (receiver === null) {
      metrics.eventRefused('token');
      return notFound(c);
    }
    receiver.poke();
    return c.text('ok\n');
  };
}

/** What the answer says to whoever has no good token, and everywhere else. */
export const refusal = 'not found\n';

export function notFound(c: Context): Response {
  return c.text(refusal, 404);
}

function eventTaker({ metrics, logger, clock }: ReceiverDeps) {
  const notice = createNotices(clock);
  const unknownTypes = new Set<string>();
  return async (c: Context, receiver: Receiver): Promise<Response> => {
    const { account } = receiver;
    const received = await receiveEvent(c.req.raw, receiver, { clock });
    if (received.refused !== null) {
      const { refused: reason } = received;
      metrics.eventRefused(reason);
      const from = senderOf(c, receiver);
      notice(`${account} ${reason}`, (times) =>
        logger.warn({ account, reason, from, times }, 'Webhook refused'),
      );
      return c.text(`${reason.replaceAll('_', ' ')}\n`, refusals[reason]);
    }
    const { event } = received;
    if (!event.isMemberEvent && unknownTypes.size < mostTypes && !unknownTypes.has(event.type)) {
      unknownTypes.add(event.type);
      logger.warn(
        { account, type: event.type },
        'Events of this type are kept, and nothing is done about them',
      );
    }
    try {
      const isNew = await receiver.keep(event);
      metrics.eventReceived({ account, type: event.type, outcome: isNew ? 'new' : 'known' });
      return c.text('ok\n');
    } catch (err) {
      metrics.eventReceived({ account, type: event.type, outcome: 'not_kept' });
      notice(`${account} not kept`, (times) =>
        logger.error({ account, err, times }, 'Webhook could not be kept'),
      );
      // MailChimp delivers it again.
      return c.text('try again\n', 503);
    }
  };
}

const mostTypes = 100;

/**
 * Address of who has sent a request, for the log. What `X-Forwarded-For` says is believed only behind a proxy of one's
 * own, and of it the last entry: that is the proxy's word, and those before are anybody's.
 */
function senderOf(c: Context, { trustProxy }: { trustProxy: boolean }): string | null {
  const told = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  if (told !== undefined && told !== '') return told.slice(0, longestAddress);
  return getConnInfo(c).remote.address ?? null;
}

const longestAddress = 45;

/** Says a thing once, and again after a minute with how often it came up meanwhile: a flood must not fill the log. */
function createNotices(clock: Clock): (key: string, say: (times: number) => void) => void {
  const told = new Map<string, { until: number; times: number }>();
  return (key, say) => {
    const now = clock.now().getTime();
    const before = told.get(key);
    if (before !== undefined && now < before.until) {
      before.times += 1;
      return;
    }
    say((before?.times ?? 0) + 1);
    told.set(key, { until: now + quietMs, times: 0 });
  };
}

const quietMs = 60_000;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whose token it is. All of them are compared, each in the same time, so that the time taken tells nothing of how near a
 * wrong one was (B30).
 */
function receiverFinder(
  receivers: readonly Receiver[],
  tokensOf: (receiver: Receiver) => readonly Secret[],
): (token: string) => Receiver | null {
  const known = receivers.flatMap((receiver) =>
    tokensOf(receiver).map((token) => ({ receiver, digest: digestOf(token.reveal()) })),
  );
  return (token) => {
    const given = digestOf(token);
    const [found] = known.filter(({ digest }) => timingSafeEqual(digest, given));
    return found?.receiver ?? null;
  };
}

/** Why a delivery is turned away, each with its status. */
const refusals = {
  content_type: 415,
  too_large: 413,
  aborted: 400,
  not_text: 400,
  not_an_event: 400,
  unsigned: 401,
  malformed_signature: 401,
  stale_signature: 401,
  forged_signature: 401,
} as const;

type Refusal = keyof typeof refusals;

type Received = { refused: Refusal } | { refused: null; event: ReceivedEvent };

/** Reads one delivery: its bytes, then its signature over them, then what they say (B30). */
async function receiveEvent(
  request: Request,
  { signingKeys: keys }: Pick<Receiver, 'signingKeys'>,
  { clock }: { clock: Clock },
): Promise<Received> {
  if (!isForm(request)) return { refused: 'content_type' };
  const body = await readBody(request).catch(() => 'aborted' as const);
  if (body === 'aborted') return { refused: 'aborted' };
  if (body === null) return { refused: 'too_large' };
  const header = request.headers.get(signatureHeader);
  const signature = checkSignature(header, body, { keys, now: clock.now() });
  if (keys.length > 0 && signature.result !== 'valid' && signature.result !== 'missing')
    return { refused: `${signature.result}_signature` };
  const text = decode(body);
  if (text === null) return { refused: 'not_text' };
  const event = parseWebhookEvent(text);
  if (event === null) return { refused: 'not_an_event' };
  const refused = signature.key === null ? unsigned(event, keys) : ofAnother(event, signature.key);
  if (refused !== null) return { refused };
  return { refused: null, event: { ...event, key: createHash('sha256').update(body).digest('base64url') } };
}

function isForm(request: Request): boolean {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  return type.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

/** Webhooks from before 2026 are not signed: only where a secret of the audience is known is one asked for. */
function unsigned({ audienceId }: WebhookEvent, keys: readonly SigningKey[]): Refusal | null {
  const isExpected = keys.some(
    (key) => key.audienceId === null || audienceId === null || key.audienceId === audienceId,
  );
  return isExpected ? 'unsigned' : null;
}

/** The secret of one audience signs nothing for another. */
function ofAnother({ audienceId }: WebhookEvent, key: SigningKey): Refusal | null {
  const fits = key.audienceId === null || audienceId === null || key.audienceId === audienceId;
  return fits ? null : 'forged_signature';
}

/** The most a webhook may hold: 80 merge fields of 255 bytes, each byte written as three, are a quarter of it. */
const largestBody = 256 * 1024;

/** The bytes of a request; null when there are more than allowed, and then the rest is not read. */
async function readBody(request: Request, limit = largestBody): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
