import { describe, expect, it } from '@jest/globals';
import { decideConsent, type ConsentDecision, type ConsentPolicies } from '../../../src/consent/decide.js';
import { factsOf, type SeenPerson } from '../../../src/consent/facts-of.js';
import type { LedgerEntry } from '../../../src/core/consent-ledger.js';
import { policies } from '../build-consent.js';
import { productRules, type Rules } from './bridge.js';
import { explore } from './explore.js';
import { decided as byConsent } from '../../../src/consent/decided.js';

const asked = policies({ resubscribe: 'subscribed' });
const depth = 4;

describe('Every sequence of acts and steps of the bridge', () => {
  it.each([
    ['never', 'none'],
    ['pending', 'unsubscribe'],
    ['subscribed', 'archive'],
  ] as const)(
    'B24, B25, B46, B48, B49: keeps the rules of consent, with resubscribe: %s, on_odoo_delete: %s',
    (resubscribe, on_odoo_delete) => {
      const { found, transitions } = explore(productRules(policies({ resubscribe, on_odoo_delete })), {
        depth,
      });

      expect(found).toEqual([]);
      expect(transitions).toBeGreaterThan(5_000);
    },
  );
});

type Change = (seen: SeenPerson, before: LedgerEntry | null) => ConsentDecision;

/** Rules that are broken on purpose: a search that can't find them proves nothing. */
const broken: Record<string, (as: ConsentPolicies) => Change> = {
  'takes any subscription of the contact for the one it has seen': (as) => (seen, before) => {
    const rows = before?.rows.map((row) => ({ ...row, subscriptionId: seen.subscriptions[0]?.id ?? null }));
    const contactId = seen.subscriptions[0]?.contactId ?? 0;
    const known =
      before === null ? null : { ...before, rows: (rows ?? []).map((row) => ({ ...row, contactId })) };
    return decideConsent(factsOf(seen, known), as);
  },
  'believes an opt-in when nothing is known': (as) => (seen, before) => {
    const decided = decideConsent(factsOf(seen, before), as);
    return before === null && seen.member?.status === 'subscribed'
      ? { ...decided, standing: 'in', optOut: false, toMailchimp: 'nothing' }
      : decided;
  },
  'takes leaving the blacklist for an opt-in': (as) => (seen, before) => {
    const facts = factsOf(seen, before);
    const ask = facts.ownWithoutRow && !facts.blacklisted && facts.status === 'unsubscribed';
    const decided = decideConsent(facts, as);
    return ask ? { ...decided, toMailchimp: { ask: byConsent('subscribed') } } : decided;
  },
  'makes members of who has opted out': (as) => (seen, before) => ({
    ...decideConsent(factsOf(seen, before), as),
    newMember: seen.member === null ? byConsent('subscribed') : null,
  }),
  'makes members of another address of whoever is cleaned': (as) => (seen, before) => ({
    ...decideConsent(factsOf(seen, before), as),
    underNewAddress: seen.member?.status === 'cleaned' ? byConsent('subscribed') : null,
  }),
  'makes contacts again that were taken out in Odoo': (as) => (seen, before) => ({
    ...decideConsent(factsOf(seen, before), as),
    takenOut: false,
  }),
};

describe('The search', () => {
  it.each(Object.keys(broken))('finds a bridge that %s', (name) => {
    const rules: Rules = { decide: broken[name]?.(asked) ?? productRules(asked).decide };

    const { found } = explore(rules, { depth: 6, first: true });

    expect(found.map(({ rule }) => rule)).not.toEqual([]);
  });
});
