import { createHmac } from 'node:crypto';

/** `X-Mailchimp-Signature`: HMAC-SHA256 over the time, a dot and the raw body (API §10.2). */
export function signDelivery(secret: string, body: string, unixSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex');
  return `t=${unixSeconds},v1=${digest}`;
}
