import type { AccountConfig } from '../config/account-config.js';
import type { Run } from '../store/runs.js';
import type { Store } from '../store/store.js';
import type { MemberStatus } from '../core/member-status.js';

/** The state of one account, from the store alone: answers at once, also when a server is down. */
export interface AccountStatus {
  account: string;
  audiences: {
    id: string;
    name: string;
    members: Record<MemberStatus, number>;
    linked: number;
    with_errors: number;
    import_mark: string | null;
    /** The latest run on the audience, whatever its command. */
    last_run: RunReport | null;
    /** What is still to be carried, and no change will bring up again. */
    backlog: { to_odoo: number; to_mailchimp: number };
    /** Records MailChimp has refused: those tried again after a pause, and those not before they change (B21, B27). */
    refused: { waiting: number; quarantined: number };
  }[];
  last_runs: RunReport[];
  lock: { holder: string; expires_at: string } | null;
  /** Events of webhooks that are still to be worked on, failed too often (B31), or are too many at once (B54). */
  inbox: { waiting: number; quarantined: number; held: number; oldest_waiting: string | null };
}

export interface RunReport {
  command: string;
  audience: string | null;
  started_at: string;
  finished_at: string | null;
  outcome: string | null;
  message: string | null;
}

/** Read from the store alone: costs no call and answers when a server is down. */
export async function accountStatus(
  config: AccountConfig,
  store: Store,
  lockName: string,
): Promise<AccountStatus> {
  const audiences = await Promise.all(config.audiences.map(({ id }) => audienceStatus(store, id)));
  const runs = await store.runs.list(10);
  const lock = await store.leases.holderOf(lockName);
  const { waiting, quarantined, held, oldestWaiting } = await store.inbox.counts();
  return {
    account: config.account,
    audiences,
    last_runs: runs.map(runReport),
    lock: lock === null ? null : { holder: lock.holder, expires_at: lock.expiresAt },
    inbox: { waiting, quarantined, held, oldest_waiting: oldestWaiting },
  };
}

async function audienceStatus(store: Store, id: string): Promise<AccountStatus['audiences'][number]> {
  const [known, members, linked, withErrors, mark, lastRun, toOdoo, toMailchimp, refused] = await Promise.all(
    [
      store.audiences.get(id),
      store.bindings.countByStatus(id),
      store.bindings.countLinked(id),
      store.bindings.countErrors(id),
      store.marks.get(id, 'import'),
      store.runs.lastOf(id),
      store.bindings.countDue(id, 'import'),
      store.bindings.countDue(id, 'export'),
      store.exportFailures.count(id),
    ],
  );
  return {
    id,
    name: known?.name ?? id,
    members,
    linked,
    with_errors: withErrors,
    import_mark: mark,
    last_run: lastRun === null ? null : runReport(lastRun),
    backlog: { to_odoo: toOdoo, to_mailchimp: toMailchimp },
    refused,
  };
}

function runReport(run: Run): RunReport {
  return {
    command: run.command,
    audience: run.audienceId,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    outcome: run.outcome,
    message: run.message,
  };
}
