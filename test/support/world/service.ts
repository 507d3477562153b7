import { openDaemon } from '../../../src/app/daemon/open-daemon.js';
import { manageWebhooks } from '../../../src/app/webhooks/manage-webhooks.js';
import type { AccountConfig } from '../../../src/config/account-config.js';
import { systemClock, type Clock } from '../../../src/support/clock.js';
import { Secret } from '../../../src/support/secret.js';
import { eventually } from '../eventually.js';
import type { World } from './open-world.js';

/** `serve` on a world, with its webhooks registered in MailChimp. */
export interface Service extends AsyncDisposable {
  url: string;
  config: AccountConfig;
  /** Lines of the operation log. */
  log: string[];
  /** Calls made so far that have written something in Odoo, by route. */
  odooWrites(): Promise<Record<string, number>>;
  /** Resolves when MailChimp has delivered everything and all of it is worked on. */
  settled(): Promise<void>;
  /** How often a method of Odoo was called. */
  called(route: string): Promise<number>;
  /** Resolves when Odoo has been looked at `count` more times. */
  cycles(count: number): Promise<void>;
  stop(): Promise<boolean>;
}

interface ServiceOptions {
  clock?: Clock;
  change?: Partial<AccountConfig>;
  /** Whose doings the webhooks tell of, besides people's and marketers'. */
  api?: boolean;
}

export async function openService(world: World, options: ServiceOptions = {}): Promise<Service> {
  const { clock = systemClock, change = {}, api = false } = options;
  const log: string[] = [];
  const at = (public_url: string): AccountConfig => ({
    ...world.config,
    ...{ poll_interval: 1, webhooks: { public_url, token: new Secret(serviceToken), trust_proxy: false } },
    ...change,
  });
  const daemon = await openDaemon({
    ...{ accounts: [at('http://127.0.0.1')], host: '127.0.0.1', port: 0, clock, drainMs: 20_000 },
    writeLog: (line) => log.push(line),
  });
  const config = at(daemon.url);
  const request = { command: 'register', dryRun: false } as const;
  const reports = await manageWebhooks(config, request, { clock: systemClock, keepKeys: () => undefined });
  if (api) await tellOfApi(world, reports[0]?.id ?? '');
  const called = async (route: string): Promise<number> => callsOf(await metricsOf(daemon.url), route);
  let stopped: Promise<boolean> | null = null;
  const stop = (): Promise<boolean> => (stopped ??= daemon.stop());
  return {
    ...{ url: daemon.url, config, log, stop, called },
    odooWrites: async () => writesIn(await metricsOf(daemon.url)),
    async settled() {
      await world.mailchimp.control('POST', '/deliveries/settle');
      await eventually('the inbox is empty', async () =>
        /inbox_waiting\{[^}]*\} 0$/mu.test(await metricsOf(daemon.url)),
      );
    },
    async cycles(count) {
      // The change feed reads what was written since.
      const looks = () => called('mailing.contact.search_read');
      const seen = await looks();
      await eventually('Odoo is looked at', async () => (await looks()) >= seen + count);
    },
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}

const serviceToken = 'the-token-of-the-service-in-tests';

async function tellOfApi({ mailchimp, audienceId }: World, id: string): Promise<void> {
  const sources = { user: true, admin: true, api: true };
  await mailchimp.api('PATCH', `/lists/${audienceId}/webhooks/${id}`, { sources });
}

async function metricsOf(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

const odooCall = /api_calls_total\{[^}]*side="odoo"[^}]*route="([^"]+)"[^}]*\} (\d+)/gu;
const reading =
  /\.(search|read|search_read|search_count|fields_get|read_group|has_access|check_access_rights)$/u;

function writesIn(metrics: string): Record<string, number> {
  const calls = [...metrics.matchAll(odooCall)].map(
    ([, route = '', count]) => [route, Number(count)] as const,
  );
  return Object.fromEntries(calls.filter(([route]) => !reading.test(route)));
}

function callsOf(metrics: string, wanted: string): number {
  const counts = [...metrics.matchAll(odooCall)].filter(([, route]) => route === wanted);
  return counts.reduce((sum, [, , count]) => sum + Number(count), 0);
}
