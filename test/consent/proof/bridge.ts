import { decideConsent, type ConsentDecision, type ConsentPolicies } from '../../../src/consent/decide.js';
import {
  factsOf,
  optOutTime,
  type SeenConsent,
  type SeenPerson,
  type SeenSubscription,
} from '../../../src/consent/facts-of.js';
import { nextEntry } from '../../../src/consent/next-entry.js';
import type { LedgerEntry } from '../../../src/core/consent-ledger.js';
import type { MemberStatus } from '../../../src/core/member-status.js';
import { nextId } from './acts.js';
import {
  boundRows,
  inSecond,
  second,
  seconds,
  type ModelMember,
  type ModelRow,
  type Run,
  type World,
} from './world.js';

/** How the bridge decides. */
export interface Rules {
  decide(seen: SeenPerson, before: LedgerEntry | null): ConsentDecision;
}

/** The product's own. */
export function productRules(policies: ConsentPolicies): Rules {
  return { decide: (seen, before) => decideConsent(factsOf(seen, before), policies) };
}

/** A step of the bridge, and what it did that it never may. */
export interface Stepped {
  name: string;
  world: World;
  wrong: string | null;
}

/** What the bridge may do next. It can be killed before each of these. */
export function bridgeSteps(world: World, rules: Rules): Stepped[] {
  const { run } = world;
  if (run === null) return begin(world);
  const killed = { name: 'the bridge is killed', world: { ...world, run: null }, wrong: null };
  return [killed, goOn(world, run, rules)];
}

function begin(world: World): Stepped[] {
  const reads = (member: ModelMember | null, isUndisturbed: boolean): World => ({
    ...world,
    run: { ...emptyRun, member, isUndisturbed, mayAsk: world.truth.isReopened },
  });
  const fresh = { name: 'a run reads the member', world: reads(world.member, true), wrong: null };
  const { listed } = world;
  if (listed === null || listed === world.member) return [fresh];
  return [fresh, { name: 'a run reads an old page', world: reads(listed, false), wrong: null }];
}

const emptyRun: Run = {
  member: null,
  rows: null,
  isBlacklisted: false,
  mayAsk: false,
  mayCreate: false,
  mayOptIn: false,
  todo: null,
  left: [],
  hasToldMailchimp: false,
  answer: null,
  isUndisturbed: true,
};

function goOn(world: World, run: Run, rules: Rules): Stepped {
  if (run.rows === null) {
    const read = readOdoo(world, run, rules);
    return { name: 'reads Odoo', world: read, wrong: wrongMove(read, rules) };
  }
  const decided = decide(world, run, rules);
  const [row] = run.todo ?? [];
  if (row !== undefined) return writeRow(world, run, row, decided);
  if (decided.blacklist && !world.isBlacklisted)
    return { name: 'blacklists', world: { ...world, isBlacklisted: true }, wrong: null };
  if (!run.hasToldMailchimp) return tellMailchimp(world, run, decided);
  return record(world, run, decided);
}

function readOdoo(world: World, run: Run, rules: Rules): World {
  const { truth, isBlacklisted } = world;
  const rows = boundRows(world);
  const isOut = truth.outRows.length > 0 || truth.isOutWithoutRow;
  const read: Run = {
    ...run,
    rows,
    isBlacklisted,
    mayAsk: (run.mayAsk || truth.isReopened) && !isOut && !isBlacklisted,
    mayCreate: !isOut && !isBlacklisted,
    mayOptIn: !isOut && run.member?.status === 'subscribed',
  };
  const { optOut } = decide(world, read, rules);
  const todo = rows.filter(({ out }) => out !== optOut).map(({ id }) => id);
  return { ...world, run: { ...read, todo: run.member === null ? [] : todo } };
}

/** An export that reads the same makes a member of another address of the person's, if the decision says so. */
function wrongMove(world: World, rules: Rules): string | null {
  const { run, truth, isBlacklisted } = world;
  if (run === null || decide(world, run, rules).underNewAddress === null) return null;
  const isOut = truth.outRows.length > 0 || truth.isOutWithoutRow || isBlacklisted;
  const isGone = isOut || truth.hasLeft || truth.isTakenOut;
  return isGone ? 'makes a member under another address of who has left' : null;
}

function decide(world: World, run: Run, rules: Rules): ConsentDecision {
  return rules.decide(seenOf(run, world), world.ledger);
}

export function seenOf(run: Run, { boundTo }: Pick<World, 'boundTo'>): SeenPerson {
  return {
    member: run.member === null ? null : memberOf(run.member),
    subscriptions: (run.rows ?? []).filter(({ list }) => list === boundTo).map(subscriptionOf),
    link: { mailingListId: boundTo, contactId: 1 },
    blacklisted: run.isBlacklisted,
    isInterrupted: false,
  };
}

const ms = (time: number | null): number | null => (time === null ? null : time * second);

function memberOf({ status, signedUpAt, optedInAt, lastChanged }: ModelMember): SeenConsent {
  return { status, signedUpAt: ms(signedUpAt), optedInAt: ms(optedInAt), lastChanged: lastChanged * second };
}

function subscriptionOf({ id, contactId, list, out, outAt, writtenAt }: ModelRow): SeenSubscription {
  return {
    id,
    contactId,
    mailingListId: list,
    contactCreated: null,
    // Text that sorts as the time does.
    writtenAt: String(writtenAt).padStart(8, '0'),
    optOut: out,
    optedOutAt: ms(outAt),
  };
}

function writeRow(world: World, run: Run, id: number, { optOut, standing }: ConsentDecision): Stepped {
  const todo = (run.todo ?? []).filter((one) => one !== id);
  const row = world.rows.find((one) => one.id === id);
  const isRefused = row === undefined || row.isLocked;
  const left = isRefused ? [...run.left, id] : run.left;
  const next = { ...world, run: { ...run, todo, left } };
  if (isRefused) return { name: 'is refused a subscription', world: next, wrong: null };
  const isMirror = optOut && standing === 'mirror';
  const outAt = optOut ? (seconds(optOutTime(seenOf(run, world))) ?? world.now) : null;
  const written = { ...row, out: optOut, outAt, writtenAt: world.now, isMirror };
  const rows = world.rows.map((one) => (one.id === id ? written : one));
  const truth = optOut ? { ...world.truth, isReopened: false } : world.truth;
  const wrong = !optOut && !run.mayOptIn ? 'opts in who has opted out' : null;
  // The row as it was written, for the ledger.
  const seen = (run.rows ?? []).map((one) => (one.id === id ? { ...one, writtenAt: world.now } : one));
  return {
    name: optOut ? 'opts out' : 'opts in',
    world: { ...next, rows, truth, run: { ...next.run, rows: seen } },
    wrong,
  };
}

function tellMailchimp(world: World, run: Run, { toMailchimp, newMember }: ConsentDecision): Stepped {
  const told = { ...run, hasToldMailchimp: true };
  const { member, now } = world;
  if (run.member === null && newMember !== null && boundRows(world).length > 0 && !world.isForgotten) {
    const wrong = run.mayCreate ? null : 'makes a member of who has opted out';
    const made = { status: newMember, signedUpAt: null, optedInAt: now, lastChanged: now };
    const answer = member ?? made;
    return { name: 'makes a member', world: { ...world, member: answer, run: { ...told, answer } }, wrong };
  }
  if (toMailchimp === 'nothing' || member === null)
    return { name: 'tells MailChimp nothing', world: { ...world, run: told }, wrong: null };
  if (toMailchimp === 'archive') return archive(world, { ...told, member: run.member ?? member }, member);
  const status: MemberStatus = toMailchimp === 'unsubscribe' ? 'unsubscribed' : toMailchimp.ask;
  const isOptIn = status !== 'unsubscribed';
  const wrong = isOptIn && !run.mayAsk ? `sets ${status} who has opted out` : null;
  if (member.status === status)
    return { name: `tells ${status} again`, world: { ...world, run: told }, wrong };
  const optedInAt = isOptIn ? now : member.optedInAt;
  const answer = { ...member, status, optedInAt, lastChanged: now };
  const truth = { ...world.truth, isReopened: false };
  const next = { ...world, member: answer, listed: member, truth, run: { ...told, answer } };
  return { name: `tells ${status}`, world: next, wrong };
}

/** MailChimp archives whatever the member has become since, and answers nothing. */
function archive(world: World, told: Run & { member: ModelMember }, member: ModelMember): Stepped {
  const isRefused = member.status === 'cleaned' || member.status === 'pending';
  if (isRefused || member.status === 'archived')
    return { name: 'archives nobody', world: { ...world, run: told }, wrong: null };
  const archived = { ...member, status: 'archived', lastChanged: world.now } as const;
  const run = { ...told, answer: { ...told.member, status: 'archived' } as const };
  const truth = { ...world.truth, isReopened: false };
  return {
    name: 'tells archived',
    world: { ...world, member: archived, listed: member, truth, run },
    wrong: null,
  };
}

function record(world: World, run: Run, { standing }: ConsentDecision): Stepped {
  const seen = seenOf(run, world);
  const member = run.answer === null ? seen.member : memberOf(run.answer);
  if (member === null) return { name: 'has nothing to record', world: { ...world, run: null }, wrong: null };
  const answer = run.answer === null ? null : member;
  const ledger = nextEntry({ ...seen, member: seen.member ?? member }, world.ledger, {
    standing,
    left: new Set(run.left),
    answer,
  });
  return { name: 'records', world: { ...world, ledger, run: null, isRebound: false }, wrong: null };
}

/** A whole run that nobody disturbs; what it wrote, by step. */
export function wholeRun(world: World, rules: Rules): { world: World; writes: string[]; wrong: string[] } {
  let [{ world: current }] = begin(world) as [Stepped];
  const writes: string[] = [];
  const wrong: string[] = [];
  while (current.run !== null) {
    const stepped = goOn(inSecond(current), current.run, rules);
    if (isWrite(stepped.name)) writes.push(stepped.name);
    if (stepped.wrong !== null) wrong.push(stepped.wrong);
    current = stepped.world;
  }
  return { world: current, writes, wrong };
}

const isWrite = (name: string): boolean => /^(opts|blacklists|makes|tells (?!MailChimp nothing))/u.test(name);

/** A member who is not on the mailing list gets a contact, as the data that follows consent makes one. */
export function importContact(world: World, rules: Rules): Stepped | null {
  const { member, ledger, now, truth } = world;
  if (world.run !== null || member === null || boundRows(world).length > 0 || world.rows.length > 2)
    return null;
  const run = { ...emptyRun, member, rows: [], isBlacklisted: world.isBlacklisted };
  const { optOut, standing, takenOut } = decide(world, run, rules);
  if (takenOut) return null;
  const id = nextId(world);
  const isMirror = optOut && standing === 'mirror';
  const optedOutAt = optOut ? optOutTime(seenOf(run, world)) : null;
  const row = { id, contactId: id + 1, list: world.boundTo, out: optOut, outAt: seconds(optedOutAt) };
  const made: ModelRow = { ...row, writtenAt: now, isMirror, isLocked: false };
  const isOut = truth.isOutWithoutRow || truth.outRows.length > 0;
  const mayOptIn = member.status === 'subscribed' && !isOut;
  const known = nextEntry({ ...seenOf(run, world), member: memberOf(member) }, ledger, {
    standing,
    left: new Set(),
    answer: null,
  });
  const ledgerRow = {
    subscriptionId: null,
    contactId: id + 1,
    mailingListId: world.boundTo,
    contactCreated: null,
    writtenAt: null,
    standing,
    optedOutAt,
    isForetold: false,
  };
  const broken = truth.isTakenOut ? 'makes a contact again that was taken out in Odoo' : null;
  const wrong = optOut || mayOptIn ? broken : 'makes a contact, opted in, of who has opted out';
  return {
    name: 'imports a contact',
    world: {
      ...world,
      rows: [...world.rows, made],
      truth: { ...truth, isTakenOut: false },
      ledger: { ...known, rows: [...known.rows, ledgerRow], ownWithoutRow: false, takenOut: false },
    },
    wrong,
  };
}
