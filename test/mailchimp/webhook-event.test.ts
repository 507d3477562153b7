import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWebhookEvent } from '../../src/mailchimp/webhook-event.js';
import { recorded } from './recorded-events.js';

const ana = 'ana@acme-widgets.com';
const common = {
  audienceId: '8a6d823488',
  firedAt: '2020-09-07T21:31:09.000Z',
  formerEmail: null,
  action: null,
  reason: null,
  campaign: null,
};

describe('A webhook’s form', () => {
  it.each([
    ['subscribe', recorded.subscribe, { email: ana }],
    ['subscribe', recorded.subscribeByForm, { email: ana }],
    [
      'unsubscribe',
      recorded.unsubscribe,
      {
        email: ana,
        action: 'unsub',
        audienceId: 'f1243a3b12',
        firedAt: '2014-10-22T13:10:40.000Z',
        reason: 'manual',
      },
    ],
    ['unsubscribe', recorded.unsubscribeWithoutAction, { email: ana }],
    ['unsubscribe', recorded.delete, { email: ana, action: 'delete', reason: 'manual' }],
    ['profile', recorded.profile, { email: ana }],
    ['upemail', recorded.upemail, { email: 'ana.sousa@acme-widgets.com', formerEmail: ana }],
    ['cleaned', recorded.cleaned, { email: ana, reason: 'hard', campaign: '4fjk2ma9xd' }],
  ])('B32: of a recorded %s', (type, body, told) => {
    expect(parseWebhookEvent(body)).toEqual({ ...common, type, ...told, isMemberEvent: true, raw: null });
  });

  it('of a campaign is about no member, and is kept as it came', () => {
    expect(parseWebhookEvent(recorded.campaign)).toEqual({
      ...common,
      type: 'campaign',
      email: null,
      isMemberEvent: false,
      raw: expect.arrayContaining([['data[subject]', 'Spring']]),
    });
  });

  it('B30: of a type nobody knows yet, too', () => {
    expect(parseWebhookEvent('type=sms_subscribe&data[phone]=1')).toMatchObject({
      type: 'sms_subscribe',
      audienceId: null,
      firedAt: null,
      isMemberEvent: false,
    });
  });

  it.each([
    ['nothing', ''],
    ['no type', 'data[email]=ana@shop.pt'],
    ['a type that is no name', 'type=<script>'],
    ['JSON', '{"type":"subscribe"}'],
    ['a member event without an address', 'type=subscribe&data[list_id]=a1'],
    ['an address that is none', 'type=subscribe&data[list_id]=a1&data[email]=ana'],
    ['an address whose bytes are no text', 'type=subscribe&data[list_id]=a1&data[email]=an%FF@shop.pt'],
    ['no audience', 'type=subscribe&data[email]=ana@shop.pt'],
    ['an audience that is a path', 'type=subscribe&data[email]=ana@shop.pt&data[list_id]=../../x'],
    ['half a change of address', 'type=upemail&data[list_id]=a1&data[new_email]=ana@shop.pt'],
  ])('that says %s is none', (_what, body) => {
    expect(parseWebhookEvent(body)).toBeNull();
  });

  it('a time that is none does no harm', () => {
    const body = 'type=profile&fired_at=2020-13-45 99:99:99&data[list_id]=a1&data[email]=ana@shop.pt';

    expect(parseWebhookEvent(body)).toMatchObject({ type: 'profile', firedAt: null });
  });

  it.each([
    [
      '__proto__',
      'type=profile&data[__proto__][email]=x&data[email]=ana@shop.pt&data[list_id]=a1&__proto__[a]=b',
    ],
    ['deep nesting', `type=profile&data[email]=ana@shop.pt&data[list_id]=a1&data${'[a]'.repeat(20_000)}=1`],
    ['many fields', `type=profile&data[email]=ana@shop.pt&data[list_id]=a1${'&a=1'.repeat(20_000)}`],
  ])('is read the same with %s in it', (_what, body) => {
    expect(parseWebhookEvent(body)).toMatchObject({ email: 'ana@shop.pt', audienceId: 'a1', raw: null });
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('keeps little of what it doesn’t know, however much came', () => {
    const event = parseWebhookEvent(`type=news${`&${'k'.repeat(500)}=${'v'.repeat(500)}`.repeat(200)}`);

    expect(JSON.stringify(event).length).toBeLessThan(20_000);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (body) => {
        parseWebhookEvent(body);
        parseWebhookEvent(`type=unsubscribe&${body}`);
      }),
    );
  });
});
