import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createMailchimp, type Mailchimp } from '../../src/mailchimp/create-mailchimp.js';
import { startSandbox, type Sandbox } from 'mailchimp-sandbox';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';
import { WebhookReceiver } from '../../packages/mailchimp-sandbox/test/webhook-receiver.js';
import { quickClock } from './quick-clock.js';

const audience = 'a36b032126';
const events = { subscribe: true, unsubscribe: true, profile: false, cleaned: true, upemail: true };
const sources = { user: true, admin: true, api: false };

describe('Webhooks of an audience', () => {
  let sandbox: Sandbox;
  let receiver: WebhookReceiver;
  let mailchimp: Mailchimp;
  let told: string[];

  beforeEach(async () => {
    sandbox = await startSandbox();
    receiver = await WebhookReceiver.start();
    told = [];
    mailchimp = createMailchimp(
      { apiKey: new Secret('some-key-us1'), baseUrl: sandbox.url, maxConnections: 2 },
      {
        clock: systemClock,
        observe: ({ method, route, status }) => void told.push(`${method} ${route} ${status}`),
      },
    );
    const body = JSON.stringify({ id: audience, name: 'Newsletter' });
    const headers = { 'content-type': 'application/json' };
    await (await fetch(`${sandbox.origin}/_sandbox/audiences`, { method: 'POST', headers, body })).text();
  });
  afterEach(async () => {
    await mailchimp.close();
    await sandbox.close();
    await receiver.close();
  });

  it('are made, listed, changed and removed; the secret is told once', async () => {
    const made = await mailchimp.webhooks.create(audience, { url: receiver.url, events, sources });
    const [listed] = await mailchimp.webhooks.list(audience);
    const changed = await mailchimp.webhooks.update(audience, made.id, {
      url: receiver.url,
      events: { ...events, profile: true },
      sources,
    });
    await mailchimp.webhooks.remove(audience, made.id);
    await mailchimp.webhooks.remove(audience, made.id);

    expect(made.secret?.reveal()).toMatch(/^[0-9a-f]{32}$/u);
    expect(listed).toMatchObject({
      id: made.id,
      url: receiver.url,
      events,
      sources,
      signed: true,
      secret: null,
    });
    expect(changed).toMatchObject({ events: { profile: true }, secret: null });
    expect(await mailchimp.webhooks.list(audience)).toEqual([]);
  });

  it('at an address that doesn’t answer are refused, with what to do', async () => {
    receiver.validationStatus = 502;

    const making = mailchimp.webhooks.create(audience, { url: receiver.url, events, sources });

    await expect(making).rejects.toMatchObject({ code: 'webhooks.refused', remedy: 'fix-configuration' });
  });

  it('of an audience that is not there', async () => {
    await expect(mailchimp.webhooks.list('gone')).rejects.toMatchObject({
      code: 'mailchimp.audience_not_found',
    });
  });

  it('every call is told with its route and status, and without ids or addresses', async () => {
    const { id } = await mailchimp.webhooks.create(audience, { url: receiver.url, events, sources });
    await mailchimp.webhooks.remove(audience, id);
    await mailchimp.members.get(audience, 'ana@shop.pt');

    expect(told).toEqual([
      'POST /lists/…/webhooks 200',
      'DELETE /lists/…/webhooks/… 204',
      'GET /lists/…/members/… 404',
    ]);
  });

  it('and with why there was no answer', async () => {
    await sandbox.close();
    const gone = createMailchimp(
      { apiKey: new Secret('some-key-us1'), baseUrl: sandbox.url, maxConnections: 2 },
      { clock: quickClock(), observe: ({ status }) => void told.push(status) },
    );

    await expect(gone.ping()).rejects.toMatchObject({ code: 'mailchimp.unreachable' });

    expect(new Set(told)).toEqual(new Set(['mailchimp.unreachable']));
    await gone.close();
  });
});
