import { beforeAll, describe, expect, it } from '@jest/globals';
import { decideConsent, mayBeMailed, type ConsentDecision } from '../../src/consent/decide.js';
import { factsOf, type SeenConsent, type SeenPerson } from '../../src/consent/facts-of.js';
import type { LedgerEntry, Standing } from '../../src/core/consent-ledger.js';
import { nextEntry } from '../../src/consent/next-entry.js';
import { memberStatuses } from '../../src/core/member-status.js';
import {
  buildEntry,
  buildMember,
  buildPerson,
  buildRow,
  buildSubscription,
  later,
  policies,
} from './build-consent.js';

interface State {
  seen: SeenPerson & { member: SeenConsent };
  before: LedgerEntry | null;
}

const chosen = policies({ resubscribe: 'subscribed' });
const standings: readonly Standing[] = ['in', 'own', 'mirror', 'reopened'];
const bools = [false, true];
const twin = { id: 12, contactId: 8 };
const knownTwin = { subscriptionId: 12, contactId: 8 };

/** Every member with no contact, one or two of them, and everything the ledger may know of them. */
function* everyState(): Generator<State> {
  const ones = [[], [buildSubscription('in')], [buildSubscription('out')]];
  const twins = [[], [buildSubscription('in', twin)], [buildSubscription('out', twin)]];
  const entries = [null, ...everyEntry()];
  for (const status of memberStatuses)
    for (const signedUpAt of [null, later])
      for (const one of ones)
        for (const other of twins)
          for (const blacklisted of bools)
            for (const before of entries) {
              const member = buildMember(status, { signedUpAt });
              yield { seen: { ...buildPerson(null, [...one, ...other], { blacklisted }), member }, before };
            }
}

function* everyEntry(): Generator<LedgerEntry> {
  const ones = [[], ...standings.map((standing) => [buildRow(standing)])];
  const twins = [[], ...standings.map((standing) => [buildRow(standing, knownTwin)])];
  for (const status of memberStatuses)
    for (const signedUpAt of [null, later])
      for (const one of ones)
        for (const other of twins)
          for (const ownWithoutRow of bools)
            yield buildEntry(status, [...one, ...other], { signedUpAt, ownWithoutRow });
}

const decide = ({ seen, before }: State) => decideConsent(factsOf(seen, before), chosen);

/** Both sides and the ledger after everything that was decided has arrived, some rows apart. */
function carriedOut({ seen, before }: State, decided: ConsentDecision, left = new Set<number>()): State {
  const { standing, toMailchimp, blacklist, optOut } = decided;
  const status = toMailchimp === 'unsubscribe' ? 'unsubscribed' : 'subscribed';
  const answer = toMailchimp === 'nothing' ? null : ({ ...seen.member, status } as const);
  const subscriptions = seen.subscriptions.map((row) => (left.has(row.id) ? row : { ...row, optOut }));
  const after = {
    ...seen,
    member: answer ?? seen.member,
    subscriptions,
    blacklisted: seen.blacklisted || blacklist,
  };
  return { seen: after, before: nextEntry(seen, before, { standing, left, answer }) };
}

type Rule = (state: State, decided: ConsentDecision) => boolean;

const rules = {
  'B25: nobody is opted in in Odoo whom MailChimp does not hold subscribed': ({ seen }, { optOut }) => {
    const wasIn = seen.subscriptions.length > 0 && seen.subscriptions.every((row) => !row.optOut);
    return seen.member.status === 'subscribed' || wasIn || optOut;
  },
  'B25: an opt-out that is no mirror is only lifted by an act of the person that was not seen before': (
    { seen, before },
    { standing },
  ) => {
    const { rows, ownAct, status } = factsOf(seen, before);
    const isOwn = rows.some(({ optOut, known }) => optOut && known !== 'mirror');
    return !isOwn || (ownAct !== 'none' && status === 'subscribed') || standing === 'own';
  },
  'B24, B46: only the same row, seen opted out and now opted in, may ask for a subscription': (
    { seen, before },
    { toMailchimp },
  ) => {
    if (typeof toMailchimp === 'string') return true;
    const isProven = seen.subscriptions.some(({ id }) =>
      before?.rows.some(({ subscriptionId, standing }) => subscriptionId === id && standing !== 'in'),
    );
    const isAllIn = seen.subscriptions.every(({ optOut }) => !optOut);
    const { status } = seen.member;
    const mayBeAsked = status === before?.status && !mayBeMailed(status) && status !== 'cleaned';
    return isProven && isAllIn && !seen.blacklisted && mayBeAsked;
  },
  'B25: who is opted out in Odoo by themselves or by the blacklist is told to MailChimp': (
    { seen },
    { standing, toMailchimp },
  ) => {
    const isDue = mayBeMailed(seen.member.status) && (seen.blacklisted || standing === 'own');
    return isDue === (toMailchimp === 'unsubscribe');
  },
  'B25: leaving the blacklist opts nobody in': (state, decided) => {
    if (!state.seen.blacklisted) return true;
    const after = carriedOut(state, decided);
    return decide({ ...after, seen: { ...after.seen, blacklisted: false } }).optOut;
  },
  'B46: who is opted out and then deleted and made again, opted in, stays out on both sides': (
    state,
    decided,
  ) => {
    if (!decided.optOut) return true;
    const after = carriedOut(state, decided);
    const anew = buildSubscription('in', { id: 99, contactId: 98 });
    const { optOut, toMailchimp } = decide({ ...after, seen: { ...after.seen, subscriptions: [anew] } });
    return optOut && typeof toMailchimp === 'string';
  },
  'says the same of its own outcome, and has nothing left to write': (state, decided) => {
    const again = decide(carriedOut(state, decided));
    const isDone = again.toMailchimp === 'nothing' && !again.blacklist;
    return isDone && again.optOut === decided.optOut;
  },
  'comes to the same when one of two rows was refused': (state, decided) => {
    const changed = state.seen.subscriptions.filter(({ optOut }) => optOut !== decided.optOut);
    const left = new Set(changed.slice(1).map(({ id }) => id));
    const refused = { ...decided, toMailchimp: 'nothing', blacklist: false } as const;
    return left.size === 0 || decide(carriedOut(state, refused, left)).optOut === decided.optOut;
  },
} satisfies Record<string, Rule>;

describe('decideConsent in every state', () => {
  const exceptions = new Map<string, State[]>();
  let states = 0;

  beforeAll(() => {
    for (const state of everyState()) {
      states += 1;
      const decided = decide(state);
      for (const [name, rule] of Object.entries<Rule>(rules))
        if (!rule(state, decided)) exceptions.set(name, [...(exceptions.get(name) ?? []), state]);
    }
  });

  it.each(Object.keys(rules))('%s', (name) => {
    expect(states).toBeGreaterThan(100_000);
    expect(exceptions.get(name)?.slice(0, 3)).toBeUndefined();
  });
});
