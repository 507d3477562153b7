import { describe, expect, it } from '@jest/globals';
import { checkSignature } from '../../src/mailchimp/webhook-signature.js';
import { signDelivery } from 'mailchimp-sandbox';
import { Secret } from '../../src/support/secret.js';

const now = new Date('2026-03-01T10:00:00Z');
const seconds = now.getTime() / 1000;
const body = 'type=unsubscribe&data[email]=josé@shop.pt';
const bytes = new TextEncoder().encode(body);
const keys = [
  { audienceId: 'a', secret: new Secret('first-secret') },
  { audienceId: 'b', secret: new Secret('second-secret') },
];
const check = (header: string | null, signed: Uint8Array = bytes) =>
  checkSignature(header, signed, { keys, now });

describe('B30: the signature of a delivery', () => {
  it.each([
    ['first-secret', 0],
    ['second-secret', 1],
  ])('with %s is good, and tells which key it was', (secret, index) => {
    expect(check(signDelivery(secret, body, seconds))).toEqual({ result: 'valid', key: keys[index] });
  });

  it.each([
    ['300 s old', -300, 'valid'],
    ['300 s ahead', 300, 'valid'],
    ['301 s old', -301, 'stale'],
    ['301 s ahead', 301, 'stale'],
  ])('%s is %s', (_what, offset, result) => {
    expect(check(signDelivery('first-secret', body, seconds + offset)).result).toBe(result);
  });

  it('of another secret, another body or another time is forged', () => {
    const good = signDelivery('first-secret', body, seconds);

    expect(check(signDelivery('third-secret', body, seconds)).result).toBe('forged');
    expect(check(good, new TextEncoder().encode(`${body} `)).result).toBe('forged');
    expect(check(good.replace(`t=${seconds}`, `t=${seconds + 1}`)).result).toBe('forged');
  });

  it.each([
    ['', 'malformed'],
    ['v1=abc', 'malformed'],
    [`t=${seconds},v1=${'0'.repeat(63)}`, 'malformed'],
    [`t=${seconds},v1=${'0'.repeat(64)}`, 'forged'],
    [`t=-1,v1=${'0'.repeat(64)}`, 'malformed'],
    [`t=1e9,v1=${'0'.repeat(64)}`, 'malformed'],
  ])('%j is %s', (header, result) => {
    expect(check(header).result).toBe(result);
  });

  it('may be missing', () => {
    expect(check(null)).toEqual({ result: 'missing', key: null });
  });
});
