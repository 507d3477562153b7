import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noEvidence, type ConsentChange } from '../../src/core/consent-change.js';
import { fencedStore } from '../../src/store/open-store.js';
import type { OpenedStore } from './store-contract.js';
import { HandClock } from './hand-clock.js';

const buildChange = (to: string, more: Partial<ConsentChange> = {}): ConsentChange => ({
  audienceId: 'audience-a',
  memberId: 'member-1',
  email: 'ana@shop.pt',
  side: 'mailchimp',
  what: 'status',
  from: null,
  to,
  by: 'unknown',
  actor: null,
  at: '2026-02-01T10:00:00.000Z',
  evidence: noEvidence,
  ...more,
});

/** What the history of consent has to do on every database behind the store. */
export function consentHistoryContract(name: string, open: (clock: HandClock) => Promise<OpenedStore>): void {
  describe(`the history of consent on ${name}`, () => {
    let opened: OpenedStore;
    beforeEach(async () => {
      opened = await open(new HandClock());
    });
    afterEach(() => opened.dispose());

    it('B56: keeps each change as it was told, and when it was seen', async () => {
      const { consentHistory } = opened.store;
      const evidence = { ip: '203.0.113.7', campaign: null, reason: null, source: 'API - Generic' };
      const change = buildChange('subscribed', { by: 'api', evidence });

      await consentHistory.append([change], 4);

      const [noted] = await consentHistory.ofAddress('ana@shop.pt');
      expect(noted).toMatchObject({ ...change, runId: null });
      expect(noted?.seenAt).toMatch(/^\d{4}-.*Z$/u);
    });

    it('B56: adds nothing for who stands as they were last known to, and goes on from there', async () => {
      const { consentHistory } = opened.store;
      await consentHistory.append([buildChange('subscribed')], null);

      await consentHistory.append([buildChange('subscribed', { from: 'pending' })], null);
      await consentHistory.append([buildChange('unsubscribed', { from: 'pending' })], null);

      const history = await consentHistory.ofAddress('ana@shop.pt');
      expect(history.map(({ from, to }) => [from, to])).toEqual([
        [null, 'subscribed'],
        ['subscribed', 'unsubscribed'],
      ]);
    });

    it('B56: tells sides apart, and follows what one look has seen and done', async () => {
      const { consentHistory } = opened.store;
      const odoo = { side: 'odoo', what: 'subscription' } as const;

      await consentHistory.append(
        [
          buildChange('unsubscribed'),
          buildChange('opted_in', odoo),
          buildChange('opted_out', { ...odoo, by: 'bridge' }),
        ],
        7,
      );

      const history = await consentHistory.ofAddress('ana@shop.pt');
      expect(history.map(({ side, from, to, runId }) => [side, from, to, runId])).toEqual([
        ['mailchimp', null, 'unsubscribed', null],
        ['odoo', null, 'opted_in', null],
        ['odoo', 'opted_in', 'opted_out', 7],
      ]);
    });

    it('B56: how things usually are is no news of somebody without a history, and is of one with it', async () => {
      const { consentHistory } = opened.store;
      const blacklist = { side: 'odoo', what: 'blacklist' } as const;
      const off = buildChange('not_blacklisted', { ...blacklist, isDefault: true });

      await consentHistory.append([off], null);
      await consentHistory.append([buildChange('blacklisted', blacklist)], null);
      await consentHistory.append([off], null);

      const history = await consentHistory.ofAddress('ana@shop.pt');
      expect(history.map(({ from, to }) => [from, to])).toEqual([
        [null, 'blacklisted'],
        ['blacklisted', 'not_blacklisted'],
      ]);
    });

    it('B56: finds all of a member by any address they have had', async () => {
      const { consentHistory } = opened.store;
      await consentHistory.append([buildChange('subscribed')], null);
      await consentHistory.append([buildChange('unsubscribed', { email: 'ana@new.pt' })], null);
      await consentHistory.append(
        [buildChange('subscribed', { memberId: 'member-2', email: 'bo@shop.pt' })],
        null,
      );

      const [old, current, other] = await Promise.all(
        ['ana@shop.pt', 'ana@new.pt', 'bo@shop.pt'].map((address) => consentHistory.ofAddress(address)),
      );

      expect(old).toHaveLength(2);
      expect(current).toEqual(old);
      expect(other).toHaveLength(1);
    });

    it('B71: takes nothing more from who has lost the lock', async () => {
      const { store } = opened;
      const lost = await store.leases.acquire('account', 'one machine', 1000);
      await store.leases.evict('account', 'one machine');
      const fenced = fencedStore(store, () => lost);

      const refused = fenced.consentHistory.append([buildChange('subscribed')], null);

      await expect(refused).rejects.toMatchObject({ code: 'lock.lost' });
      expect(await store.consentHistory.ofAddress('ana@shop.pt')).toEqual([]);
    });

    it('B56: outlives what the store knows of one Odoo database (B52)', async () => {
      const { store } = opened;
      await store.consentHistory.append([buildChange('subscribed')], null);

      await store.forgetOdoo();

      expect(await store.consentHistory.ofAddress('ana@shop.pt')).toHaveLength(1);
    });
  });
}
