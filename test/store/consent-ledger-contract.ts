import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeptEntry } from '../../src/store/consent-ledger.js';
import type { OpenedStore } from './store-contract.js';
import { HandClock } from './hand-clock.js';

const buildKept = (memberId: string, more: Partial<KeptEntry> = {}): KeptEntry => ({
  audienceId: 'audience-a',
  memberId,
  entry: {
    status: 'unsubscribed',
    lastChanged: Date.parse('2026-02-01T10:00:00Z'),
    signedUpAt: null,
    optedInAt: Date.parse('2026-01-01T10:00:00Z'),
    rows: [
      {
        subscriptionId: 11,
        contactId: 7,
        mailingListId: 3,
        contactCreated: '2026-01-01 08:00:00',
        writtenAt: null,
        standing: 'mirror',
        optedOutAt: null,
        isForetold: false,
      },
    ],
    ownWithoutRow: false,
    takenOut: false,
    bounced: true,
  },
  due: false,
  ...more,
});

/** What the ledger of consent has to do on every database behind the store. */
export function consentLedgerContract(name: string, open: (clock: HandClock) => Promise<OpenedStore>): void {
  describe(`the ledger of consent on ${name}`, () => {
    let opened: OpenedStore;
    beforeEach(async () => {
      opened = await open(new HandClock());
    });
    afterEach(() => opened.dispose());

    it('B46: gives entries back as they were saved, in the audience they belong to', async () => {
      const { consentLedger } = opened.store;
      const kept = buildKept('member-1');
      await consentLedger.save([kept, buildKept('member-1', { audienceId: 'audience-b', due: true })]);

      const found = await consentLedger.of('audience-a', ['member-1', 'member-2']);

      expect(found).toEqual(new Map([['member-1', kept]]));
    });

    it('replaces what was known of a member', async () => {
      const { consentLedger } = opened.store;
      await consentLedger.save([buildKept('member-1')]);
      const changed = buildKept('member-1', { due: true });
      const entry = { ...changed.entry, status: 'subscribed', rows: [], ownWithoutRow: true } as const;

      await consentLedger.save([{ ...changed, entry: { ...entry, rows: [] } }]);

      const found = await consentLedger.of('audience-a', ['member-1']);
      expect(found.get('member-1')).toMatchObject({ due: true, entry });
    });

    it('B45: tells page by page who has something due', async () => {
      const { consentLedger } = opened.store;
      const due = ['a', 'b', 'c'].map((memberId) => buildKept(memberId, { due: true }));
      await consentLedger.save([...due, buildKept('d')]);

      const first = await consentLedger.due('audience-a', { after: null, limit: 2 });
      const second = await consentLedger.due('audience-a', { after: 'b', limit: 2 });

      expect([first, second]).toEqual([['a', 'b'], ['c']]);
    });

    it('forgets members that are removed', async () => {
      const { consentLedger } = opened.store;
      await consentLedger.save([buildKept('a'), buildKept('b')]);

      await consentLedger.remove('audience-a', ['a']);

      expect([...(await consentLedger.of('audience-a', ['a', 'b'])).keys()]).toEqual(['b']);
    });
  });
}
