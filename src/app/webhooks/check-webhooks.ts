import type { AccountConfig } from '../../config/account-config.js';
import { createMailchimp, type Mailchimp } from '../../mailchimp/create-mailchimp.js';
import { baseUrlOf } from '../../mailchimp/mailchimp-connection.js';
import type { Webhook } from '../../mailchimp/webhooks.js';
import { probeReceiver } from '../../server/probe-receiver.js';
import type { Clock } from '../../support/clock.js';
import { ConfigurationError } from '../../support/errors.js';
import { judgeWebhooks } from '../../sync/webhooks/judge-webhooks.js';
import { wantedWebhook, type WantedWebhook } from '../../sync/webhooks/wanted-webhook.js';
import { mailchimpConnection } from '../connections.js';
import { type Finding, look } from '../finding.js';
import { signingKeys } from '../signing-keys.js';

/** `webhooks check`: the address from outside in, what is registered, and the clock, as one look at all there is (B35). */
export async function checkWebhooks(config: AccountConfig, deps: { clock: Clock }): Promise<Finding[]> {
  const wanted = wantedWebhook(config);
  const findings = [await examineReceiver(config)];
  const mailchimp = createMailchimp(mailchimpConnection(config), deps);
  try {
    for (const { id } of config.audiences) {
      const examine = (): Promise<string> => examineRegistration(mailchimp, config, { id, wanted });
      findings.push(await look(config, `audience ${id}`, examine));
    }
  } finally {
    await mailchimp.close();
  }
  findings.push(await examineClock(config, deps));
  return findings;
}

/** Whether MailChimp would reach the bridge at `webhooks.public_url`. */
export function examineReceiver(config: AccountConfig): Promise<Finding> {
  return look(config, 'webhook address', async () => {
    const { base, url } = wantedWebhook(config);
    await probeReceiver(base, url.slice(base.length));
    return `the bridge answers at ${new URL(base).host}`;
  });
}

async function examineRegistration(
  mailchimp: Mailchimp,
  config: AccountConfig,
  { id, wanted }: { id: string; wanted: WantedWebhook },
): Promise<string> {
  const { own, doubled, unknownToken, differences } = judgeWebhooks(
    await mailchimp.webhooks.list(id),
    wanted,
  );
  if (own === null)
    throw problem(`No webhook is registered for audience ${id}`, 'webhooks.missing', register);
  const problems = [
    ...differences,
    ...(doubled.length > 0 ? ['there is a second one of this bridge'] : []),
    ...(unknownToken.length > 0 ? ['there is one of this address with a token nobody knows'] : []),
  ];
  if (problems.length > 0) throw problem(problems.join('; '), 'webhooks.differs', repair);
  return `registered, ${signature(config, id, own)}`;
}

const register = 'odoo-mailchimp webhooks register';
const repair = 'odoo-mailchimp webhooks repair; remove in MailChimp what is left of another bridge.';

function signature(config: AccountConfig, audienceId: string, { signed }: Webhook): string {
  const isKnown = signingKeys(config).some((key) => key.audienceId === null || key.audienceId === audienceId);
  if (isKnown && signed === false)
    throw problem(
      'MailChimp does not sign this webhook, and unsigned events are refused',
      'webhooks.unsigned',
      'odoo-mailchimp webhooks repair --new-secret, or take the audience out of webhooks.signing_secret.',
    );
  if (isKnown) return 'signatures are verified';
  return signed === true ? 'signed, but no signing_secret is known to verify it with' : 'not signed';
}

function problem(message: string, code: string, hint: string): ConfigurationError {
  return new ConfigurationError(message, { code, hint });
}

/** The signature of an event is good for five minutes (mailchimp-api §10.2), and dates tell who was later. */
const largestSkewMs = 60_000;

/** The clock of this machine beside those of the two servers (B43). */
export function examineClock(config: AccountConfig, { clock }: { clock: Clock }): Promise<Finding> {
  return look(config, 'clock', async () => {
    const servers = { MailChimp: baseUrlOf(mailchimpConnection(config)), Odoo: config.odoo.url };
    const skews: string[] = [];
    for (const [name, url] of Object.entries(servers)) {
      const time = await serverTime(url);
      if (time === null) continue;
      const skewMs = clock.now().getTime() - time.getTime();
      if (Math.abs(skewMs) > largestSkewMs) throw skewed(name, skewMs);
      skews.push(name);
    }
    return skews.length === 0 ? 'no server tells the time' : `within a minute of ${skews.join(' and ')}`;
  });
}

function skewed(name: string, skewMs: number): ConfigurationError {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return new ConfigurationError(`The clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ${name}’s`, {
    code: 'doctor.clock',
    hint: 'Set the clocks by the network (timedatectl set-ntp true); with wrong ones signatures are refused.',
  });
}

const timeoutMs = 10_000;

/** The time a server has, by the `Date` of any answer; null when it tells none. */
async function serverTime(url: string): Promise<Date | null> {
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const date = new Date(answer.headers.get('date') ?? '');
    return Number.isNaN(date.getTime()) ? null : date;
  } catch {
    return null;
  }
}
