import type { Bridge } from '../../src/app/bridge.js';
import type { BridgeDeps } from '../../src/app/open-bridge.js';
import type { AccountConfig } from '../../src/config/account-config.js';
import { memberStatuses, type MemberStatus } from '../../src/core/member-status.js';
import type { AudienceOverview } from '../../src/sync/audience-overview.js';
import { buildReceipt } from './build-receipt.js';
import { buildRun } from './build-run.js';

export interface FakeBridges {
  /** What was asked of them: account, method and arguments. */
  calls: [account: string, method: string, ...args: unknown[]][];
  /** With what each was opened. */
  opened: { config: AccountConfig; deps: BridgeDeps }[];
  open(config: AccountConfig, deps: BridgeDeps): Promise<Bridge>;
}

/** Bridges that write down what is asked of them and answer the same every time, or as `answers` says. */
export function fakeBridges(answers: (deps: BridgeDeps) => Partial<Bridge> = () => ({})): FakeBridges {
  const calls: FakeBridges['calls'] = [];
  const opened: FakeBridges['opened'] = [];
  return {
    calls,
    opened,
    open(config, deps) {
      opened.push({ config, deps });
      return Promise.resolve(recording({ ...plain(config.account), ...answers(deps) }, calls));
    },
  };
}

function recording(bridge: Bridge, calls: FakeBridges['calls']): Bridge {
  return new Proxy(bridge, {
    get(target, name: keyof Bridge) {
      const part: unknown = target[name];
      if (typeof part !== 'function') return part;
      return (...args: unknown[]): unknown => {
        calls.push([target.account, name, ...args]);
        return Reflect.apply(part, target, args);
      };
    },
  });
}

function plain(account: string): Bridge {
  return {
    account,
    listAudiences: () => Promise.resolve([buildAudience()]),
    fetchAudiences: () => Promise.resolve([buildAudience()]),
    fetchMembers: ({ dryRun }) => Promise.resolve([buildRun({ account, dry_run: dryRun })]),
    exportContacts: () => Promise.resolve([buildRun({ account, command: 'contacts export' })]),
    updateContacts: () => Promise.resolve([buildRun({ account, command: 'contacts update' })]),
    autoExport: () => Promise.resolve([buildRun({ account, command: 'auto-export' })]),
    sync: () =>
      Promise.resolve({
        runs: [buildRun({ account, command: 'sync' })],
        stopped: [],
        stoppedAudiences: new Map(),
      }),
    testAlerts: () => Promise.resolve([]),
    applyPlan: () => Promise.resolve([buildRun({ account })]),
    pendingContacts: () => Promise.resolve([]),
    listLogs: () => Promise.resolve([]),
    showLog: () => Promise.reject(new Error('there is no log')),
    showContact: (email) =>
      Promise.resolve({
        email,
        blacklisted: false,
        contacts: [],
        customers: [],
        sources: [],
        history: [],
        audiences: [],
      }),
    forget: (_email, { dryRun }) =>
      Promise.resolve({ report: buildReceipt({ account, dry_run: dryRun }), failures: [] }),
    status: () => Promise.resolve({ account, audiences: [], last_runs: [], lock: null, inbox: emptyInbox }),
    countAudiences: () => Promise.resolve([]),
    listEvents: () => Promise.resolve([]),
    retryEvents: () => Promise.resolve(0),
    exportConsent: (email) => Promise.resolve({ account, email, history: [] }),
    releaseEvents: () => Promise.resolve([]),
    pollJobs: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  };
}

export const emptyInbox = { waiting: 0, quarantined: 0, held: 0, oldest_waiting: null };

export function buildAudience(change: Partial<AudienceOverview> = {}): AudienceOverview {
  const none = memberStatuses.map((status) => [status, 0] as const);
  return {
    id: 'a36b032126',
    name: 'Newsletter',
    mailing_list: { id: 7, name: 'Newsletter' },
    date_created: '2026-01-31T12:00:00+00:00',
    subscribe_url: 'http://eepurl.com/xyz',
    subscribe_url_long: 'https://shop.us1.list-manage.com/subscribe?u=1&id=2',
    rating: 3,
    members: { subscribed: 1200, unsubscribed: 30, cleaned: 0 },
    known: Object.fromEntries(none) as Record<MemberStatus, number>,
    merge_fields: [
      { tag: 'FNAME', name: 'First Name', type: 'text', required: false },
      { tag: 'COUNTRY', name: 'Country', type: 'text', required: true },
    ],
    tags: [],
    interest_groups: [],
    configured: true,
    ...change,
  };
}
