import { describe, expect, it } from '@jest/globals';
import { decideConsent, type ConsentDecision, type ConsentPolicies } from '../../src/consent/decide.js';
import { factsOf, type SeenPerson } from '../../src/consent/facts-of.js';
import type { LedgerEntry } from '../../src/core/consent-ledger.js';
import { memberStatuses } from '../../src/core/member-status.js';
import {
  buildEntry,
  buildMember,
  buildPerson,
  buildRow,
  buildSubscription,
  earlier,
  later,
  optedOutAt,
  policies,
} from './build-consent.js';

const decide = (
  seen: SeenPerson,
  before: LedgerEntry | null = null,
  more: Partial<ConsentPolicies> = {},
): ConsentDecision => decideConsent(factsOf(seen, before), policies(more));

const optedIn = buildSubscription('in');
const optedOut = buildSubscription('out');

describe('decideConsent, MailChimp to Odoo', () => {
  it.each(memberStatuses.filter((status) => status !== 'subscribed'))(
    'B9: a new %s member is opted out, as a mirror',
    (status) => {
      expect(decide(buildPerson(buildMember(status), [])).standing).toBe('mirror');
    },
  );

  it('B9: a new subscribed member is opted in', () => {
    expect(decide(buildPerson(buildMember('subscribed'), [])).standing).toBe('in');
  });

  it('B9: a member that leaves is opted out, as a mirror', () => {
    const before = buildEntry('subscribed', [buildRow('in')]);

    expect(decide(buildPerson(buildMember('unsubscribed'), [optedIn]), before).standing).toBe('mirror');
  });

  it('B9: a confirmed pending member is opted in again, since the opt-out was only a mirror', () => {
    const before = buildEntry('pending', [buildRow('mirror')]);

    expect(decide(buildPerson(buildMember('subscribed'), [optedOut]), before).standing).toBe('in');
  });

  it('B9: what an interrupted run has made opted out mirrors the status it was made with', () => {
    const seen = buildPerson(buildMember('pending'), [optedOut], { isInterrupted: true });

    expect(decide(seen)).toMatchObject({ standing: 'mirror', toMailchimp: 'nothing' });
  });

  it('B10: a bounced address goes on the blacklist, unless it is there or the account does not want it', () => {
    const cleaned = buildMember('cleaned');

    expect(decide(buildPerson(cleaned, [optedIn])).blacklist).toBe(true);
    expect(decide(buildPerson(cleaned, [], { blacklisted: true })).blacklist).toBe(false);
    expect(decide(buildPerson(cleaned, []), null, { on_cleaned: 'opt_out' }).blacklist).toBe(false);
    expect(decide(buildPerson(buildMember('unsubscribed'), [])).blacklist).toBe(false);
  });

  it('B25: an address on the blacklist counts as opted out', () => {
    const seen = buildPerson(buildMember('subscribed'), [], { blacklisted: true });

    expect(decide(seen).standing).toBe('own');
  });

  it("B25: without a history Odoo's opt-out wins over a subscribed member", () => {
    const signedUp = buildMember('subscribed', { signedUpAt: later });

    expect(decide(buildPerson(signedUp, [optedOut])).standing).toBe('own');
  });

  it("B25: Odoo's own opt-out stays against a member that is merely subscribed", () => {
    const before = buildEntry('unsubscribed', []);

    expect(decide(buildPerson(buildMember('subscribed'), [optedOut]), before).standing).toBe('own');
  });

  it("B25: the person's own new sign-up, later than the opt-out, reaches Odoo", () => {
    const signedUp = buildMember('subscribed', { signedUpAt: later });
    const before = buildEntry('unsubscribed', []);

    expect(decide(buildPerson(signedUp, [optedOut]), before).standing).toBe('in');
  });

  it('B25: a sign-up earlier than the opt-out changes nothing', () => {
    const signedUp = buildMember('subscribed', { signedUpAt: earlier });
    const before = buildEntry('unsubscribed', []);

    expect(decide(buildPerson(signedUp, [optedOut]), before).standing).toBe('own');
  });

  it.each([
    [-5, 'own'],
    [5, 'own'],
    [16, 'in'],
  ] as const)(
    'B25: of a sign-up and an opt-out that are both new, %s minutes apart by two clocks, the opt-out wins unless the sign-up is clearly later',
    (minutes, standing) => {
      const signedUp = buildMember('subscribed', { signedUpAt: optedOutAt + minutes * 60_000 });
      const before = buildEntry('subscribed', [buildRow('in')]);

      expect(decide(buildPerson(signedUp, [optedOut]), before).standing).toBe(standing);
    },
  );

  it('B25: a sign-up that was seen before the opt-out is older, whatever a slow clock in Odoo says', () => {
    const signedUp = buildMember('subscribed', { signedUpAt: later });
    const before = buildEntry('subscribed', [buildRow('in')], { signedUpAt: later });

    expect(decide(buildPerson(signedUp, [optedOut]), before).standing).toBe('own');
  });

  it('B25: a sign-up after MailChimp has held the opt-out is newer, whatever a fast clock in Odoo says', () => {
    const signedUp = buildMember('subscribed', { signedUpAt: earlier });
    const before = buildEntry('unsubscribed', [buildRow('own')]);

    expect(decide(buildPerson(signedUp, [optedOut]), before).standing).toBe('in');
  });

  it('B25: what MailChimp lists late is no news of what it was told since', () => {
    const stale = buildMember('subscribed', { lastChanged: earlier, signedUpAt: earlier });
    const before = buildEntry('unsubscribed', [buildRow('own')], { lastChanged: later });

    expect(decide(buildPerson(stale, [optedOut]), before)).toMatchObject({
      standing: 'own',
      toMailchimp: 'nothing',
    });
  });

  it('B25: a date the API has given its own write is no act of the person', () => {
    const resubscribed = buildMember('subscribed', { optedInAt: later });
    const before = buildEntry('unsubscribed', [buildRow('own')]);

    expect(decide(buildPerson(resubscribed, [optedOut]), before).standing).toBe('own');
  });

  it('B24: an opt-in made in Odoo stands while MailChimp says nothing new', () => {
    const before = buildEntry('unsubscribed', [buildRow('mirror')]);

    expect(decide(buildPerson(buildMember('unsubscribed'), [optedIn]), before).standing).toBe('reopened');
  });

  it('B24: it stands in the runs after that, too', () => {
    const before = buildEntry('unsubscribed', [buildRow('reopened')]);

    expect(decide(buildPerson(buildMember('unsubscribed'), [optedIn]), before).standing).toBe('reopened');
  });

  it('B25: an address on the blacklist is no opt-in, whatever the subscription says', () => {
    const before = buildEntry('unsubscribed', [buildRow('own')]);
    const seen = buildPerson(buildMember('unsubscribed'), [optedIn], { blacklisted: true });

    expect(decide(seen, before).standing).toBe('mirror');
  });

  it('B25: a new opt-out in MailChimp wins over an opt-in in Odoo', () => {
    const before = buildEntry('pending', [buildRow('mirror')]);

    expect(decide(buildPerson(buildMember('unsubscribed'), [optedIn]), before).standing).toBe('mirror');
  });

  it('B25: so does one that follows a sign-up between two looks', () => {
    const before = buildEntry('unsubscribed', [buildRow('reopened')]);
    const cameAndLeft = buildMember('unsubscribed', { signedUpAt: later });

    expect(decide(buildPerson(cameAndLeft, [optedIn]), before).standing).toBe('mirror');
  });

  it.each(['own', 'mirror', 'reopened'] as const)(
    'B25: and one that follows a subscription by somebody else between two looks, of a row known as %s',
    (known) => {
      const before = buildEntry('unsubscribed', [buildRow(known)]);
      const subscribedAndLeft = buildMember('unsubscribed', { optedInAt: later, lastChanged: later });

      const decided = decide(buildPerson(subscribedAndLeft, [optedIn]), before, {
        resubscribe: 'subscribed',
      });

      expect(decided).toMatchObject({ standing: 'mirror', toMailchimp: 'nothing' });
    },
  );

  it('B24: an edit of the member’s data alone takes back no opt-in made in Odoo', () => {
    const before = buildEntry('unsubscribed', [buildRow('reopened')]);
    const edited = buildMember('unsubscribed', { lastChanged: later });

    expect(decide(buildPerson(edited, [optedIn]), before).standing).toBe('reopened');
  });
});

describe('decideConsent, Odoo to MailChimp', () => {
  it('B26: a new member gets status_if_new as configured', () => {
    const decided = decide(buildPerson(null, [optedIn]), null, { new_member_status: 'pending' });

    expect(decided).toMatchObject({ newMember: 'pending', toMailchimp: 'nothing' });
  });

  it('B26: an ordinary update sends no status', () => {
    expect(decide(buildPerson(buildMember('subscribed'), [optedIn])).toMailchimp).toBe('nothing');
  });

  it.each(['subscribed', 'pending'] as const)(
    'B25: an opt-out made in Odoo unsubscribes a %s member',
    (status) => {
      const before = buildEntry(status, [buildRow('own')]);

      expect(decide(buildPerson(buildMember(status), [optedOut]), before).toMailchimp).toBe('unsubscribe');
    },
  );

  it('B9: an opt-out that only mirrors MailChimp does not travel back', () => {
    const before = buildEntry('pending', [buildRow('mirror')]);

    expect(decide(buildPerson(buildMember('pending'), [optedOut]), before).toMailchimp).toBe('nothing');
  });

  it('B9, B15: a second contact that comes opted out is no mirror because the first one is', () => {
    const before = buildEntry('pending', [buildRow('mirror')]);
    const second = buildSubscription('out', { id: 12, contactId: 8 });
    const decided = decide(buildPerson(buildMember('pending'), [optedOut, second]), before);

    expect(decided).toMatchObject({ standing: 'own', toMailchimp: 'unsubscribe' });
  });

  it.each([
    ['none', 'subscribed', 'nothing'],
    ['unsubscribe', 'subscribed', 'unsubscribe'],
    ['unsubscribe', 'pending', 'unsubscribe'],
    ['unsubscribe', 'unsubscribed', 'nothing'],
    ['archive', 'subscribed', 'archive'],
    ['archive', 'transactional', 'archive'],
    ['archive', 'pending', 'nothing'],
    ['archive', 'unsubscribed', 'nothing'],
    ['archive', 'cleaned', 'nothing'],
  ] as const)('B48: with on_odoo_delete: %s who was taken out and is %s: %s', (policy, status, told) => {
    const before = buildEntry(status, [buildRow(status === 'subscribed' ? 'in' : 'mirror')]);
    const decided = decide(buildPerson(buildMember(status), []), before, { on_odoo_delete: policy });

    expect(decided).toMatchObject({ takenOut: true, toMailchimp: told });
  });

  it('B25, B48: who has opted out and was taken out is unsubscribed, whatever becomes of others', () => {
    const before = buildEntry('subscribed', [buildRow('own')]);
    const seen = buildPerson(buildMember('subscribed'), []);

    for (const policy of ['none', 'unsubscribe', 'archive'] as const)
      expect(decide(seen, before, { on_odoo_delete: policy }).toMailchimp).toBe('unsubscribe');
  });

  it('B25: a blacklisted address is unsubscribed from every audience', () => {
    const before = buildEntry('unsubscribed', [buildRow('mirror')]);
    const seen = buildPerson(buildMember('subscribed'), [optedIn], { blacklisted: true });

    expect(decide(seen, before).toMailchimp).toBe('unsubscribe');
  });

  it('B25: nobody who opted out is added', () => {
    expect(decide(buildPerson(null, [optedOut])).newMember).toBeNull();
    expect(decide(buildPerson(null, [], { blacklisted: true })).newMember).toBeNull();
  });

  it('B24: an archived member is left alone', () => {
    const decided = decide(buildPerson(buildMember('archived'), [optedIn]));

    expect(decided).toMatchObject({ standing: 'mirror', toMailchimp: 'nothing', newMember: null });
  });

  it.each(['pending', 'subscribed'] as const)(
    'B24: a fresh opt-in in Odoo asks again as %s',
    (resubscribe) => {
      const before = buildEntry('unsubscribed', [buildRow('mirror')]);
      const seen = buildPerson(buildMember('unsubscribed'), [optedIn]);

      expect(decide(seen, before, { resubscribe }).toMailchimp).toEqual({ ask: resubscribe });
    },
  );

  it('B24: by default a fresh opt-in asks nothing', () => {
    const before = buildEntry('unsubscribed', [buildRow('mirror')]);
    const seen = buildPerson(buildMember('unsubscribed'), [optedIn]);

    expect(decide(seen, before).toMailchimp).toBe('nothing');
  });

  it('B24: a cleaned address is never asked again, and stays opted out', () => {
    const before = buildEntry('cleaned', [buildRow('mirror')]);
    const seen = buildPerson(buildMember('cleaned'), [optedIn]);

    expect(decide(seen, before, { resubscribe: 'subscribed' })).toMatchObject({
      standing: 'mirror',
      toMailchimp: 'nothing',
    });
  });

  it('B25: an opt-out is due until MailChimp holds it, though its subscription is gone', () => {
    const before = buildEntry('subscribed', [], { ownWithoutRow: true });
    const anew = buildSubscription('in', { id: 12, contactId: 8 });

    expect(decide(buildPerson(buildMember('subscribed'), [anew]), before)).toMatchObject({
      standing: 'own',
      toMailchimp: 'unsubscribe',
    });
  });
});

describe('decideConsent, a fresh opt-in', () => {
  const notTheSame = [
    ['a subscription made again', { id: 12 }],
    ['a contact made again', { id: 12, contactId: 8, contactCreated: '2026-03-01 09:00:00' }],
    ['a subscription moved to another contact', { contactId: 8 }],
    ['another mailing list', { mailingListId: 4 }],
    ['an id used again in a restored database', { contactCreated: '2026-02-20 08:00:00' }],
    ['a row older than the one that was seen', { writtenAt: '2026-01-20 08:00:00' }],
    ['a row of which nobody knows when it was written', { writtenAt: null }],
  ] as const;
  const statuses = ['unsubscribed', 'archived', 'transactional', 'pending', 'cleaned'] as const;

  describe.each(['never', 'pending', 'subscribed'] as const)('with resubscribe: %s', (resubscribe) => {
    it.each(notTheSame.flatMap(([what, change]) => statuses.map((status) => ({ what, change, status }))))(
      'B46: is not $what of an $status member',
      ({ change, status }) => {
        const before = buildEntry(status, [buildRow('mirror')]);
        const seen = buildPerson(buildMember(status), [buildSubscription('in', change)]);

        const decided = decide(seen, before, { resubscribe });

        expect(decided).toMatchObject({ standing: 'mirror', toMailchimp: 'nothing' });
      },
    );

    it('B46: is not a row the bridge has made and not seen since', () => {
      const before = buildEntry('unsubscribed', [buildRow('mirror', { subscriptionId: null })]);
      const seen = buildPerson(buildMember('unsubscribed'), [optedIn]);

      expect(decide(seen, before, { resubscribe }).standing).toBe('mirror');
    });

    it('B46: is not one of two contacts while the other is opted out', () => {
      const twin = { id: 12, contactId: 8 };
      const rows = [buildRow('mirror'), buildRow('mirror', { subscriptionId: 12, contactId: 8 })];
      const seen = buildPerson(buildMember('unsubscribed'), [optedIn, buildSubscription('out', twin)]);

      const decided = decide(seen, buildEntry('unsubscribed', rows), { resubscribe });

      expect(decided).toMatchObject({ standing: 'mirror', toMailchimp: 'nothing' });
    });
  });

  it('B46: is the same row of an archived member, and of one that only waits', () => {
    for (const status of ['archived', 'transactional', 'pending'] as const) {
      const seen = buildPerson(buildMember(status), [optedIn]);

      expect(decide(seen, buildEntry(status, [buildRow('own')])).standing).toBe('reopened');
    }
  });
});

describe('B49: a member under another address, since this one has bounced', () => {
  const mirror = [buildRow('mirror')];
  const cleaned = buildPerson(buildMember('cleaned'), [optedOut]);
  const bounced = buildEntry('cleaned', mirror, { bounced: true });

  it.each(['subscribed', 'pending'] as const)('starts as new_member_status says: %s', (status) => {
    expect(decide(cleaned, bounced, { new_member_status: status }).underNewAddress).toBe(status);
  });

  it.each([
    ['nobody who had left before', cleaned, buildEntry('cleaned', mirror)],
    ['nobody of whom nothing is known', cleaned, null],
    [
      'nobody with an opt-out of their own',
      cleaned,
      buildEntry('cleaned', [buildRow('own')], { bounced: true }),
    ],
    ['nobody on the blacklist', { ...cleaned, blacklisted: true }, bounced],
    ['nobody who was taken off the list', buildPerson(buildMember('cleaned'), []), bounced],
    [
      'nobody who has opted out on another contact',
      buildPerson(buildMember('cleaned'), [optedOut, buildSubscription('out', { id: 12, contactId: 8 })]),
      bounced,
    ],
    ['nobody whose member is unsubscribed', buildPerson(buildMember('unsubscribed'), [optedOut]), bounced],
  ])('is %s', (_title, seen, before) => {
    expect(decide(seen, before).underNewAddress).toBeNull();
  });
});
