import { describe, expect, it } from '@jest/globals';
import { decideConsent } from '../../src/consent/decide.js';
import { factsOf, type SeenSubscription } from '../../src/consent/facts-of.js';
import { nextEntry } from '../../src/consent/next-entry.js';
import type { LedgerEntry } from '../../src/core/consent-ledger.js';
import type { MemberStatus } from '../../src/core/member-status.js';
import {
  buildEntry,
  buildMember,
  buildPerson,
  buildRow,
  buildSubscription,
  later,
  policies,
  optedOutAt,
} from './build-consent.js';

/** The ledger after everything that was decided has been carried out, some rows apart. */
function after(
  status: MemberStatus,
  subscriptions: SeenSubscription[],
  before: LedgerEntry | null,
  { blacklisted = false, left = [] }: { blacklisted?: boolean; left?: number[] } = {},
): LedgerEntry {
  const member = buildMember(status);
  const seen = { ...buildPerson(member, subscriptions, { blacklisted }), member };
  const { standing } = decideConsent(factsOf(seen, before), policies());
  return nextEntry(seen, before, { standing, left: new Set(left), answer: null });
}

const standings = ({ rows }: LedgerEntry): string[] => rows.map(({ standing }) => standing);

describe('nextEntry', () => {
  const optedIn = buildSubscription('in');
  const optedOut = buildSubscription('out');

  it('B24: remembers an opt-out that was removed in Odoo until MailChimp says subscribed', () => {
    const known = buildEntry('unsubscribed', [buildRow('own')]);

    expect(standings(after('unsubscribed', [optedIn], known))).toEqual(['reopened']);
    expect(standings(after('subscribed', [optedIn], known))).toEqual(['in']);
  });

  it('B24: remembers an opt-out of Odoo’s own', () => {
    const known = buildEntry('subscribed', [buildRow('in')]);

    expect(standings(after('subscribed', [optedOut], known))).toEqual(['own']);
  });

  it('B24: the blacklist is no opt-out that could be taken back', () => {
    const blacklisted = true;

    const isIn = after('unsubscribed', [optedIn], buildEntry('unsubscribed', [buildRow('in')]), {
      blacklisted,
    });
    const wasOut = after('unsubscribed', [optedIn], buildEntry('unsubscribed', [buildRow('own')]), {
      blacklisted,
    });

    expect([standings(isIn), standings(wasOut)]).toEqual([['mirror'], ['mirror']]);
  });

  it('B46: remembers on which row it was seen', () => {
    const { rows } = after('unsubscribed', [optedOut], null);

    expect(rows).toEqual([
      {
        subscriptionId: 11,
        contactId: 7,
        mailingListId: 3,
        contactCreated: '2026-01-01 08:00:00',
        writtenAt: '2026-03-01 10:00:00',
        standing: 'own',
        optedOutAt,
        isForetold: false,
      },
    ]);
  });

  it('B25: remembers the date of an opt-out that it has written, and none of who is opted in', () => {
    const changed = Date.parse('2026-02-05T09:00:00Z');
    const member = buildMember('unsubscribed', { lastChanged: changed });
    const seen = { ...buildPerson(member, [optedIn]), member };

    const out = nextEntry(seen, null, { standing: 'mirror', left: new Set(), answer: null });
    const reopened = nextEntry(seen, null, { standing: 'reopened', left: new Set(), answer: null });

    expect([out, reopened].map(({ rows }) => rows[0]?.optedOutAt)).toEqual([changed, null]);
  });

  it('B45: a row that was refused is known as it was before', () => {
    const second = buildSubscription('in', { id: 12, contactId: 8 });
    const known = buildEntry('subscribed', [
      buildRow('in'),
      buildRow('in', { subscriptionId: 12, contactId: 8 }),
    ]);

    expect(standings(after('unsubscribed', [optedIn, second], known, { left: [12] }))).toEqual([
      'mirror',
      'in',
    ]);
  });

  it.each([
    ['nobody, who was there', [], buildEntry('subscribed', [buildRow('in')]), true],
    ['nobody, as was noticed before', [], buildEntry('subscribed', [], { takenOut: true }), true],
    ['nobody, and never had', [], buildEntry('subscribed', []), false],
    ['a contact again', [optedIn], buildEntry('subscribed', [], { takenOut: true }), false],
  ] as const)('B48: remembers that the mailing list has %s', (_, subscriptions, before, takenOut) => {
    expect(after('subscribed', [...subscriptions], before).takenOut).toBe(takenOut);
  });

  it('B25: the act that lifts an opt-out is new until the opt-out is lifted', () => {
    const member = buildMember('subscribed', { signedUpAt: later });
    const seen = { ...buildPerson(member, [optedOut]), member };
    const known = buildEntry('unsubscribed', [buildRow('own')]);

    const { status, signedUpAt } = nextEntry(seen, known, {
      standing: 'in',
      left: new Set([11]),
      answer: null,
    });

    expect({ status, signedUpAt }).toEqual({ status: 'unsubscribed', signedUpAt: null });
  });

  it.each([
    ['they were subscribed, and opted in', buildEntry('subscribed', [buildRow('in')]), true],
    ['they were subscribed, and on no list', buildEntry('subscribed', []), true],
    ['that is known already', buildEntry('cleaned', [buildRow('mirror')], { bounced: true }), true],
    ['nothing was known', null, false],
    ['they had unsubscribed', buildEntry('unsubscribed', [buildRow('mirror')]), false],
    ['they had not confirmed', buildEntry('pending', [buildRow('mirror')]), false],
    ['they were cleaned, nobody knows from what', buildEntry('cleaned', [buildRow('mirror')]), false],
    ['they had opted out in Odoo', buildEntry('subscribed', [buildRow('own')]), false],
  ])('B49: takes a cleaned address for a bounce, or not, where %s', (_title, before, bounced) => {
    const rows =
      before?.rows.map(({ standing }) => buildSubscription(standing === 'in' ? 'in' : 'out')) ?? [];

    expect(after('cleaned', rows, before).bounced).toBe(bounced);
  });

  it('B49: an opt-out that came before the bounce was seen is no bounce', () => {
    const known = buildEntry('subscribed', [buildRow('in')]);

    expect(after('cleaned', [optedOut], known).bounced).toBe(false);
  });
});
