import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../support/secret.js';

export const signatureHeader = 'x-mailchimp-signature';

/** How far the time of a signature may be off, in seconds (mailchimp-api §10.2). */
export const signatureWindow = 300;

const form = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/u;

/** Whether one of the secrets has signed these very bytes just now: `t=<unix seconds>,v1=<64 hex>` (B30). */
export function checkSignature<Key extends { secret: Secret }>(
  header: string | null,
  body: Uint8Array,
  { keys, now }: { keys: readonly Key[]; now: Date },
): { result: 'missing' | 'malformed' | 'stale' | 'forged'; key: null } | { result: 'valid'; key: Key } {
  if (header === null) return { result: 'missing', key: null };
  const [, time = '', digest = ''] = form.exec(header.trim()) ?? [];
  if (time === '') return { result: 'malformed', key: null };
  const given = Buffer.from(digest, 'hex');
  // Every key is tried, so that the time taken tells nothing of which it was.
  const valid = keys.filter(({ secret }) => timingSafeEqual(given, digestOf(secret, time, body)));
  const [key] = valid;
  if (key === undefined) return { result: 'forged', key: null };
  const age = Math.abs(now.getTime() / 1000 - Number(time));
  return age > signatureWindow ? { result: 'stale', key: null } : { result: 'valid', key };
}

function digestOf(secret: Secret, time: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret.reveal()).update(`${time}.`).update(body).digest();
}
