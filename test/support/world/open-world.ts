import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { odooConnection } from '../../../src/app/connections.js';
import type { Bridge } from '../../../src/app/bridge.js';
import { openBridge } from '../../../src/app/open-bridge.js';
import type { AccountConfig } from '../../../src/config/account-config.js';
import { accountSchema } from '../../../src/config/account-schema.js';
import { connectOdoo, type OdooSession } from '../../../src/odoo/connect.js';
import type { OdooProtocol } from '../../../src/odoo/transport/odoo-transport.js';
import { startSandbox, type Sandbox } from 'mailchimp-sandbox';
import type { OpenHttp } from '../../../src/support/http/http-client.js';
import { systemClock, type Clock } from '../../../src/support/clock.js';
import type { RunSummary } from '../../../src/sync/run/run-summary.js';
import type { DirectHttp } from '../direct-http.js';
import type { Tap } from '../tap.js';
import { MailchimpSide } from './mailchimp-side.js';
import { OdooSide } from './odoo-side.js';
import { ShiftedClock } from './shifted-clock.js';

export interface WorldOdoo {
  url: string;
  database: string;
  username: string;
  password: string;
  /** Over JSON-2, for which Odoo needs no third of a second at each login, as for a password. */
  version?: number;
  apiKey?: string;
  /** To look at Odoo past the bridge; the world opens one of its own when there is none. */
  session?: () => Promise<OdooSession>;
}

/** One MailChimp, one Odoo and the bridge between them, each with a way to look at it from outside the bridge. */
export interface World {
  mailchimp: MailchimpSide;
  odoo: OdooSide;
  bridge: Bridge;
  config: AccountConfig;
  audienceId: string;
  fetch(options?: { full?: boolean; dryRun?: boolean; allowLarge?: boolean }): Promise<RunSummary>;
  exportContacts(options?: Partial<Parameters<Bridge['exportContacts']>[0]>): Promise<RunSummary>;
  updateContacts(options?: Partial<Parameters<Bridge['updateContacts']>[0]>): Promise<RunSummary>;
  autoExport(options?: { dryRun?: boolean; allowLarge?: boolean }): Promise<RunSummary>;
  /** @throws the reason when the audience was stopped */
  sync(options?: { dryRun?: boolean; allowLarge?: boolean }): Promise<RunSummary>;
  /** The same world with another configuration of the audience, or other policies. */
  reopen(audience: object, more?: Pick<Settings, 'policies'>): Promise<void>;
  /** The same world for a bridge that has forgotten everything. */
  forget(): Promise<void>;
  /** The same world for a bridge that is opened anew; what is to happen to its store meanwhile happens in `between`. */
  restart(between?: () => void): Promise<void>;
  /** Asks the bridge to stop, as SIGTERM does; `restart` is due afterwards. */
  abort(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

type Settings = Partial<Record<'member_options' | 'policies' | 'limits' | 'mailchimp', object>> & {
  countries_without_states?: string[];
  alerts?: readonly object[];
  audience?: object;
  /** Of audience and mailing list; where several worlds share an Odoo each takes another. */
  name?: string;
  /** Where several worlds share an Odoo with the addon each takes others. */
  account?: string;
  audienceId?: string;
  /** Of the audience in MailChimp; first and last name, address and phone when not given. */
  mergeFields?: readonly object[];
  /** Put between the bridge and each of the servers; what a test does itself goes past them. */
  taps?: { odoo: Tap; mailchimp: Tap };
  /** The bridge's. */
  clock?: Clock;
  /** MailChimp's [the time of day]. */
  mailchimpClock?: Clock;
  /** All calls go this way, without sockets; it serves Odoo already. */
  direct?: DirectHttp;
  /** [auto] */
  protocol?: OdooProtocol;
  /** Further keys of `odoo:`. */
  odoo?: object;
};

/** A fresh mailing list and audience in the given Odoo database; several worlds may share one. */
export async function openWorld(odoo: WorldOdoo, settings: Settings = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-test-'));
  const { audienceId = 'a36b032126' } = settings;
  const { direct } = settings;
  const clock = new ShiftedClock(settings.mailchimpClock);
  const sandbox = await startSandbox({ clock });
  direct?.serve(sandbox.origin, sandbox.fetch);
  const openHttp = direct === undefined ? {} : { openHttp: direct.open };
  const mailchimp = new MailchimpSide(sandbox, audienceId, clock, direct && sandbox.fetch);
  const mailingList = settings.name ?? `List ${folder.slice(-6)}`;
  const { mergeFields } = settings;
  await mailchimp.control('POST', '/audiences', {
    id: audienceId,
    name: mailingList,
    ...(mergeFields === undefined ? {} : { merge_fields: mergeFields }),
  });
  let config = buildConfig(odoo, { sandbox, folder, settings, mailingList, audienceId });
  const session = await (odoo.session?.() ?? openSession(odoo, config, openHttp));
  const side = new OdooSide(session, mailingList);
  let controller = new AbortController();
  const open = (): Promise<Bridge> => {
    controller = new AbortController();
    const { signal } = controller;
    return openBridge(config, {
      clock: settings.clock ?? systemClock,
      progress: () => undefined,
      signal,
      wait: false,
      ...openHttp,
    });
  };
  let bridge = await open();
  const restart = async (between: () => void = () => undefined): Promise<void> => {
    await bridge.close();
    between();
    bridge = await open();
  };
  const first = async (runs: Promise<RunSummary[]>): Promise<RunSummary> => {
    const [run] = await runs;
    if (run === undefined) throw new Error('no run');
    return run;
  };
  const all = {
    model: 'mailing.contact',
    selection: { by: 'all' },
    audiences: [],
    dryRun: false,
    allowLarge: false,
  } as const;
  const close = async (): Promise<void> => {
    await bridge.close();
    if (odoo.session === undefined) await session.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    mailchimp,
    odoo: side,
    get config() {
      return config;
    },
    audienceId,
    get bridge() {
      return bridge;
    },
    fetch: ({ full = false, dryRun = false, allowLarge = false } = {}) =>
      first(bridge.fetchMembers({ audiences: [], full, dryRun, allowLarge })),
    exportContacts: (options) => first(bridge.exportContacts({ ...all, audiences: [], ...options })),
    updateContacts: (options) => first(bridge.updateContacts({ ...all, audiences: [], ...options })),
    autoExport: ({ dryRun = false, allowLarge = false } = {}) =>
      first(bridge.autoExport({ audiences: [], dryRun, allowLarge })),
    async sync({ dryRun = false, allowLarge = false } = {}) {
      const { runs, stopped } = await bridge.sync({ audiences: [], dryRun, allowLarge });
      if (stopped[0] !== undefined) throw stopped[0];
      return first(Promise.resolve(runs));
    },
    async reopen(audience, more = {}) {
      await restart(() => {
        config = buildConfig(odoo, {
          sandbox,
          folder,
          settings: { ...settings, ...more, audience },
          mailingList,
          audienceId,
        });
      });
    },
    forget: () =>
      restart(() => {
        for (const suffix of ['', '-wal', '-shm']) rmSync(`${config.store}${suffix}`, { force: true });
      }),
    restart,
    abort: () => controller.abort(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Past the taps. */
function openSession(
  odoo: WorldOdoo,
  config: AccountConfig,
  way: { openHttp?: OpenHttp },
): Promise<OdooSession> {
  const past = accountSchema.shape.odoo.parse(odooOf(odoo));
  return connectOdoo(odooConnection({ ...config, odoo: past }), { clock: systemClock, ...way });
}

function odooOf({ url, database, username, password, version, apiKey }: WorldOdoo) {
  const key = version === 14 || apiKey === undefined ? {} : { api_key: apiKey };
  return { url, database, username, password, ...key };
}

function buildConfig(
  odoo: WorldOdoo,
  {
    sandbox,
    folder,
    settings,
    mailingList,
    audienceId,
  }: { sandbox: Sandbox; folder: string; settings: Settings; mailingList: string; audienceId: string },
): AccountConfig {
  const { audience, mailchimp, member_options, policies, limits, countries_without_states, alerts, taps } =
    settings;
  const { account = 'test' } = settings;
  const { url, ...login } = odooOf(odoo);
  const rest = { member_options, policies, limits, countries_without_states, alerts };
  const parsed = accountSchema.parse({
    account,
    odoo: { url: taps?.odoo.through(url) ?? url, ...login, protocol: settings.protocol, ...settings.odoo },
    mailchimp: {
      api_key: 'test-us1',
      base_url: taps?.mailchimp.through(sandbox.url) ?? sandbox.url,
      ...mailchimp,
    },
    ...rest,
    audiences: [{ id: audienceId, mailing_list: mailingList, ...audience }],
  });
  return { ...parsed, store: join(folder, 'store.db') };
}
