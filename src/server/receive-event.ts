import { createHash } from 'node:crypto';
import { parseWebhookEvent, type WebhookEvent } from '../mailchimp/webhook-event.js';
import { checkSignature, signatureHeader } from '../mailchimp/webhook-signature.js';
import type { Clock } from '../support/clock.js';
import type { ReceivedEvent, Receiver, SigningKey } from './receiver.js';

/** Why a delivery is turned away, each with its status. */
export const refusals = {
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

export type Refusal = keyof typeof refusals;

export type Received = { refused: Refusal } | { refused: null; event: ReceivedEvent };

/** Reads one delivery: its bytes, then its signature over them, then what they say (B30). */
export async function receiveEvent(
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
