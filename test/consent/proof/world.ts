import type { LedgerEntry } from '../../../src/core/consent-ledger.js';
import type { MemberStatus } from '../../../src/core/member-status.js';

/** One person's member; times in seconds. Nobody does two things in one second. */
export interface ModelMember {
  status: MemberStatus;
  signedUpAt: number | null;
  optedInAt: number | null;
  lastChanged: number;
}

/** One subscription of a contact of the person. */
export interface ModelRow {
  id: number;
  contactId: number;
  list: 1 | 2;
  out: boolean;
  outAt: number | null;
  writtenAt: number;
  /** The truth of it, which the bridge can't see: only the bridge opted it out, for a status of MailChimp. */
  isMirror: boolean;
  /** Odoo refuses to write it (a record rule). */
  isLocked: boolean;
}

/** What is true of the person's consent, whoever knows of it. */
export interface Truth {
  /** Subscriptions opted out by an act that nothing has lifted since. */
  outRows: readonly number[];
  /** An opt-out that the bridge has written down is on no subscription any more. */
  isOutWithoutRow: boolean;
  /** MailChimp's opt-out was lifted on the subscription in Odoo on which the bridge had seen it. */
  isReopened: boolean;
  /** Somebody took them off the mailing list in Odoo, and the person has not signed up since (B48). */
  isTakenOut: boolean;
  /** Had left in MailChimp before the address bounced (B49). */
  hasLeft: boolean;
}

export interface Run {
  /** What it has read. */
  member: ModelMember | null;
  rows: readonly ModelRow[] | null;
  isBlacklisted: boolean;
  /** What the truth allowed it to do when it read. */
  mayAsk: boolean;
  mayCreate: boolean;
  mayOptIn: boolean;
  /** Subscriptions still to be written, once it is planned. */
  todo: readonly number[] | null;
  left: readonly number[];
  hasToldMailchimp: boolean;
  answer: ModelMember | null;
  /** Nobody did anything since it began, and what it read was no older than that. */
  isUndisturbed: boolean;
}

export interface World {
  now: number;
  member: ModelMember | null;
  /** What MailChimp's listing may still show. */
  listed: ModelMember | null;
  isForgotten: boolean;
  rows: readonly ModelRow[];
  /** A backup of Odoo's subscriptions; null when none was made. */
  backup: readonly ModelRow[] | null;
  isBlacklisted: boolean;
  boundTo: 1 | 2;
  /** Bound to another list since the bridge has last written something down. */
  isRebound: boolean;
  ledger: LedgerEntry | null;
  run: Run | null;
  truth: Truth;
}

export const second = 1000;

/** In seconds; two servers' clocks are never so far apart. */
const hour = 3600;

export const inSecond = (world: World): World => ({ ...world, now: world.now + 1 });
export const inHour = (world: World): World => ({ ...world, now: (hourOf(world.now) + 1) * hour });
const hourOf = (time: number): number => Math.floor(time / hour);

export const emptyWorld: World = {
  now: 1,
  member: null,
  listed: null,
  isForgotten: false,
  rows: [],
  backup: null,
  isBlacklisted: false,
  boundTo: 1,
  isRebound: false,
  ledger: null,
  run: null,
  truth: { outRows: [], isOutWithoutRow: false, isReopened: false, isTakenOut: false, hasLeft: false },
};

export const boundRows = ({ rows, boundTo }: Pick<World, 'rows' | 'boundTo'>): ModelRow[] =>
  rows.filter(({ list }) => list === boundTo);

/**
 * The same for worlds that differ in nothing but the numbers of their ids and times, of which the order counts, and
 * whether they are further apart than two clocks.
 */
export function keyOf(world: World): string {
  const ids = new Map<number, number>();
  const id = (one: number | null): number => {
    if (one === null) return -1;
    const known = ids.get(one);
    if (known !== undefined) return known;
    ids.set(one, ids.size);
    return ids.size - 1;
  };
  const times = [...new Set(timesOf(world))].sort((one, other) => one - other);
  const rank = ranked(times);
  const at = (time: number | null): number => (time === null ? -1 : (rank.get(time) ?? -2));
  const member = (one: ModelMember | null): unknown =>
    one === null ? 0 : [one.status, at(one.signedUpAt), at(one.optedInAt), at(one.lastChanged)];
  const row = (one: ModelRow): unknown => [
    id(one.id),
    id(one.contactId),
    one.list,
    flag(one.out),
    at(one.outAt),
    at(one.writtenAt),
    flag(one.isMirror),
    flag(one.isLocked),
  ];
  const { run, ledger, truth } = world;
  return JSON.stringify([
    flag(hourOf(world.now) === hourOf(times.at(-1) ?? 0)),
    member(world.member),
    member(world.listed),
    flag(world.isForgotten),
    world.rows.map(row),
    world.backup === null ? 0 : world.backup.map(row),
    flag(world.isBlacklisted),
    world.boundTo,
    flag(world.isRebound),
    ledger === null
      ? 0
      : [
          ledger.status,
          at(seconds(ledger.lastChanged)),
          at(seconds(ledger.signedUpAt)),
          at(seconds(ledger.optedInAt)),
          flag(ledger.ownWithoutRow),
          flag(ledger.takenOut),
          flag(ledger.bounced),
          ledger.rows.map((known) => [
            id(known.subscriptionId),
            id(known.contactId),
            known.mailingListId,
            at(known.writtenAt === null ? null : Number(known.writtenAt)),
            known.standing,
            at(seconds(known.optedOutAt)),
          ]),
        ],
    run === null
      ? 0
      : [
          member(run.member),
          run.rows === null ? 0 : run.rows.map(row),
          [
            run.isBlacklisted,
            run.mayAsk,
            run.mayCreate,
            run.mayOptIn,
            run.hasToldMailchimp,
            run.isUndisturbed,
          ].map(flag),
          run.todo === null ? 0 : run.todo.map(id),
          run.left.map(id),
          member(run.answer),
        ],
    [...truth.outRows].map(id),
    flag(truth.isOutWithoutRow),
    flag(truth.isReopened),
    flag(truth.isTakenOut),
    flag(truth.hasLeft),
  ]);
}

function ranked(times: readonly number[]): Map<number, number> {
  let rank = 0;
  return new Map(
    times.map((time, index) => {
      const before = times[index - 1] ?? time;
      rank += hourOf(before) === hourOf(time) ? 1 : 1000;
      return [time, rank];
    }),
  );
}

const flag = (is: boolean): number => (is ? 1 : 0);
export const seconds = (ms: number | null): number | null => (ms === null ? null : ms / second);

function timesOf({ member, listed, rows, backup, ledger, run }: World): number[] {
  const all: (number | null)[] = [];
  for (const one of [member, listed, run?.member ?? null, run?.answer ?? null])
    if (one !== null) all.push(one.signedUpAt, one.optedInAt, one.lastChanged);
  for (const row of [...rows, ...(backup ?? []), ...(run?.rows ?? [])]) all.push(row.outAt, row.writtenAt);
  if (ledger !== null) {
    all.push(seconds(ledger.lastChanged), seconds(ledger.signedUpAt), seconds(ledger.optedInAt));
    for (const { writtenAt, optedOutAt } of ledger.rows)
      all.push(writtenAt === null ? null : Number(writtenAt), seconds(optedOutAt));
  }
  return all.filter((time) => time !== null);
}
