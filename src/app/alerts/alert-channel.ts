import { z } from 'zod';
import type { AccountConfig } from '../../config/account-config.js';
import { proxyFor } from '../../config/proxy-for.js';
import { fingerprint } from '../../core/fingerprint.js';
import { usualSource } from '../../objects/registry.js';
import type { OdooSession } from '../../odoo/connect.js';
import { byAddress } from '../../odoo/people/by-address.js';
import { char, many2one } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { ConfigurationError, TransientError } from '../../support/errors.js';
import { createHttpClient } from '../../support/http/http-client.js';

export type AlertChannel = NonNullable<AccountConfig['alerts']>[number];

export interface AlertText {
  /** One line. */
  subject: string;
  /** Whole sentences, a line each. */
  text: string;
  /** Nothing is left to be done. */
  isGood: boolean;
}

export interface ChannelDeps {
  odoo(): Promise<OdooSession>;
}

/** For people, without what has to stay secret. */
export function channelName(channel: AlertChannel): string {
  if ('webhook' in channel) return `webhook to ${new URL(channel.webhook.reveal()).hostname}`;
  if ('email' in channel) return `e-mail to ${channel.email.join(', ')}`;
  return `activity for ${channel.odoo_user}`;
}

/** The same for the same channel, wherever it stands in the file; a secret can't be read off it. */
export function channelKey(channel: AlertChannel): string {
  const target = 'webhook' in channel ? { webhook: channel.webhook.reveal() } : channel;
  return fingerprint(target);
}

/** One of `alerts:` (B65). @throws BridgeError when it can't be sent */
export async function sendAlert(channel: AlertChannel, alert: AlertText, deps: ChannelDeps): Promise<void> {
  if ('webhook' in channel) return postWebhook(channel.webhook.reveal(), alert);
  const odoo = await deps.odoo();
  if ('email' in channel) return sendEmail(odoo, channel.email, alert);
  return scheduleActivity(odoo, channel.odoo_user, alert);
}

const timeoutMs = 15_000;

async function postWebhook(address: string, { text }: AlertText): Promise<void> {
  const { origin, pathname, search, hostname } = new URL(address);
  const proxy = proxyFor(address);
  const client = createHttpClient({
    ...{ origin, timeoutMs, maxConnections: 1, largestAnswer: 100_000 },
    ...(proxy === undefined ? {} : { proxy }),
  });
  try {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ text });
    const { status } = await client.send({ method: 'POST', path: `${pathname}${search}`, body, headers });
    if (status >= 200 && status < 300) return;
    throw new ConfigurationError(`The alert was refused by ${hostname} with ${status}`, {
      code: 'alert.refused',
      hint: 'Make a new incoming webhook there, and put its address into ALERT_URL.',
    });
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new TransientError(`The alert did not reach ${hostname}`, {
      code: 'alert.unreachable',
      hint: 'It is sent again by the next run.',
      cause,
    });
  } finally {
    client.close();
  }
}

const person = z.object({ id: z.number(), email_normalized: char });

/** To contacts that are there: one that was made for it could be taken for a customer by a rule (B27). */
async function sendEmail(odoo: OdooSession, addresses: readonly string[], alert: AlertText): Promise<void> {
  const wanted = addresses.map((address) => address.toLowerCase());
  const { model } = usualSource;
  const found = await searchRead(odoo.transport, {
    ...{ model, domain: byAddress('email_normalized', wanted), fields: ['email_normalized'], row: person },
    order: 'id',
  });
  const idOf = (address: string): number | undefined =>
    found.find((one) => one.email_normalized?.toLowerCase() === address)?.id;
  const missing = wanted.filter((address) => idOf(address) === undefined);
  const partnerIds = wanted.flatMap((address) => idOf(address) ?? []);
  if (partnerIds.length > 0) {
    const params = { subject: alert.subject, body: alert.text, partner_ids: partnerIds };
    await odoo.transport.call({ model, method: 'message_notify', ids: [await ownPartner(odoo)], params });
  }
  if (missing.length > 0)
    throw new ConfigurationError(`No contact or user of Odoo has the address ${missing.join(', ')}`, {
      code: 'alert.no_contact',
      hint: 'Give somebody in Odoo that address, or change alerts: in the account file.',
    });
}

const activityType = 'mail.mail_activity_data_warning';

/** On the contact of the bridge's own user; what is well again is done. */
async function scheduleActivity(odoo: OdooSession, login: string, alert: AlertText): Promise<void> {
  const [user] = await searchRead(odoo.transport, {
    ...{ model: 'res.users', domain: [['login', '=', login]], fields: ['login'] },
    row: z.object({ id: z.number() }),
  });
  if (user === undefined)
    throw new ConfigurationError(`Odoo has no user ${login}, or shows none to the bridge`, {
      code: 'alert.no_user',
      hint: 'Write the login of an active Odoo user into alerts: in the account file.',
    });
  const ids = [await ownPartner(odoo)];
  const { model } = usualSource;
  if (alert.isGood) {
    const params = { act_type_xmlids: [activityType], user_id: user.id, feedback: alert.text };
    await odoo.transport.call({ model, method: 'activity_feedback', ids, params });
    return;
  }
  const words = { summary: alert.subject, note: alert.text };
  const params = { act_type_xmlid: activityType, ...words, user_id: user.id };
  await odoo.transport.call({ model, method: 'activity_schedule', ids, params });
}

async function ownPartner({ transport, uid }: OdooSession): Promise<number> {
  const [user] = await searchRead(transport, {
    ...{ model: 'res.users', domain: [['id', '=', uid]], fields: ['partner_id'] },
    row: z.object({ partner_id: many2one }),
  });
  return user?.partner_id ?? 0;
}
