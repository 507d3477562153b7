import { describe, expect, it } from '@jest/globals';
import { memberStatuses, type MemberStatus } from '../../../src/core/member-status.js';
import {
  planContact,
  type ContactDecision,
  type ExportRules,
} from '../../../src/sync/export/plan-contact.js';
import type { KnownPerson } from '../../../src/sync/people/known-person.js';
import { aMapping, aTarget } from '../../core/mapping/build-mapping.js';
import { buildEntry, policies } from '../../consent/build-consent.js';
import { aBase, aContact, aKnown, aMember, someRules } from '../people/build-known.js';

const mappings = [aMapping()];

function theRules(more: Partial<ExportRules> = {}): ExportRules {
  return { ...someRules(mappings), mode: 'export', isExplicit: false, policies: policies(), ...more };
}

interface Given {
  odoo?: string;
  mailchimp?: string;
  optOut?: boolean;
  blacklisted?: boolean;
  status?: MemberStatus | null;
  more?: Partial<KnownPerson>;
}

/** Someone whose field holds these values on the two sides, and last held `a` on both. */
function someone({
  odoo = 'a',
  mailchimp = 'a',
  optOut = false,
  blacklisted = false,
  status = 'subscribed',
  more = {},
}: Given = {}): KnownPerson {
  const member = aMember({ FIELD: mailchimp }, { status: status ?? 'subscribed' });
  const known = aKnown(mappings, {
    contact: aContact({ x_field: odoo }),
    member,
    base: status === null ? null : aBase({ FIELD: 'a' }),
  });
  const row = {
    id: 100,
    contactId: 1,
    mailingListId: 3,
    contactCreated: null,
    writtenAt: null,
    optedOutAt: null,
  };
  const consent = { mailingListId: 3, subscriptions: [{ ...row, optOut }], blacklisted };
  const person = { ...known.person, consent };
  return { ...known, person, member: status === null ? null : member, ...more };
}

const outcomeOf = (decision: ContactDecision): string =>
  decision.outcome === 'skip' ? `skip ${decision.reason}` : decision.outcome;

const actionOf = (decision: ContactDecision): string =>
  decision.outcome === 'push' ? decision.consent.action : outcomeOf(decision);

describe('planContact', () => {
  const strangers = [
    ['export', false, false, 'create'],
    ['export', true, false, 'skip opted_out'],
    ['export', false, true, 'skip opted_out'],
    ['export', true, true, 'skip opted_out'],
    ['update', false, false, 'skip not_a_member'],
    ['update', true, false, 'skip not_a_member'],
  ] as const;

  it.each(strangers)(
    'B16, B25: who is no member, in an %s, opted out %s, blacklisted %s: %s',
    (mode, optOut, blacklisted, expected) => {
      const decision = planContact(someone({ status: null, optOut, blacklisted }), theRules({ mode }));
      expect(actionOf(decision)).toBe(expected);
    },
  );

  const takenOut = [
    ['export', false, 'skip taken_out'],
    ['export', true, 'update'],
    ['update', false, 'update'],
  ] as const;

  it.each(takenOut)(
    'B48: a customer whose contact was taken out in Odoo, in an %s, named %s: %s',
    (mode, isExplicit, expected) => {
      const one = someone({ odoo: 'b' });
      const person = { ...one.person, consent: { ...one.person.consent, subscriptions: [] } };
      const entry = buildEntry('subscribed', [], { takenOut: true });

      const decision = planContact({ ...one, person, entry }, theRules({ mode, isExplicit }));

      expect(actionOf(decision)).toBe(expected);
    },
  );

  it.each(['subscribed', 'pending'] as const)('B26: a new member starts as %s', (status) => {
    const policies = {
      resubscribe: 'never',
      new_member_status: status,
      on_cleaned: 'blacklist',
      on_odoo_delete: 'none',
    } as const;
    const decision = planContact(someone({ status: null }), theRules({ policies }));
    expect(decision).toMatchObject({ outcome: 'push', consent: { action: 'create', statusIfNew: status } });
  });

  const modes = ['export', 'update'] as const;
  const members = memberStatuses.flatMap((status) =>
    modes.flatMap((mode) =>
      [false, true].flatMap((optOut) =>
        ['never', 'pending', 'subscribed'].map((resubscribe) => ({
          status,
          mode,
          optOut,
          resubscribe: resubscribe as 'never' | 'pending' | 'subscribed',
        })),
      ),
    ),
  );

  it.each(members)(
    'B24, B26, B45: a member that is $status, in an $mode, opted out $optOut, with resubscribe $resubscribe and no history, is never asked again',
    ({ status, mode, optOut, resubscribe }) => {
      const policies = {
        resubscribe,
        new_member_status: 'subscribed',
        on_cleaned: 'blacklist',
        on_odoo_delete: 'none',
      } as const;
      const decision = planContact(someone({ status, optOut, odoo: 'b' }), theRules({ mode, policies }));
      expect(actionOf(decision)).toBe(status === 'archived' ? 'skip archived' : 'update');
    },
  );

  const values = [
    ['neither changed', 'a', 'a', 'unchanged', undefined],
    ['Odoo changed', 'b', 'a', 'push', { FIELD: 'b' }],
    ['MailChimp changed', 'a', 'b', 'unchanged', undefined],
  ] as const;

  it.each(values)('B6, B17: %s', (_, odoo, mailchimp, outcome, sent) => {
    const decision = planContact(someone({ odoo, mailchimp }), theRules());
    expect(outcomeOf(decision)).toBe(outcome);
    expect(decision.outcome === 'push' ? decision.push.values : undefined).toEqual(sent);
  });

  const moves = [
    ['nobody has the new address', false, 'push'],
    ['another member has it', true, 'failed'],
  ] as const;

  it.each(moves)('B17: a customer who moved, and %s', (_, addressTaken, outcome) => {
    const movedTo = { model: 'res.partner', address: 'new@shop.pt' };
    const decision = planContact(someone({ more: { movedTo, addressTaken } }), theRules());
    expect(decision.outcome).toBe(outcome);
    if (decision.outcome === 'push') expect(decision.push.renameTo).toBe('new@shop.pt');
    if (decision.outcome === 'failed') expect(decision.code).toBe('export.address_taken');
  });

  describe('B61: a value MailChimp has no form for', () => {
    const dated = (required = false) => aMapping({ target: aTarget('date', { required }) });
    const named = aMapping({ target: aTarget('text', { tag: 'NAME' }) });
    const known = (status: 'subscribed' | null) => {
      const one = someone({ status, odoo: 'not a date' });
      const values = { ...one.person.odoo.values, NAME: 'Ana' };
      const odoo = { ...one.person.odoo, values, unfit: new Map([['FIELD', 'is no date']]) };
      return { ...one, person: { ...one.person, odoo } };
    };
    const words = 'FIELD "not a date" is no date';

    it.each([null, 'subscribed'] as const)(
      'stays back by name, and all else goes, for one who is %s',
      (status) => {
        const decision = planContact(known(status), theRules({ mappings: [dated(), named] }));

        expect(decision).toMatchObject({ outcome: 'push', push: { values: { NAME: 'Ana' } }, unfit: words });
        expect(decision.outcome === 'push' ? Object.keys(decision.push.values) : []).toEqual(['NAME']);
      },
    );

    it('is a failure alone where there is nothing else to send', () => {
      expect(planContact(known('subscribed'), theRules({ mappings: [dated()] }))).toMatchObject({
        outcome: 'failed',
        code: 'mapping.value',
        description: words,
      });
    });

    it('makes no member of one whom MailChimp would refuse without it', () => {
      expect(planContact(known(null), theRules({ mappings: [dated(true), named] }))).toMatchObject({
        outcome: 'failed',
        code: 'mapping.value',
        description: words,
      });
    });
  });
});
