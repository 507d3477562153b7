import { describe, expect, it } from '@jest/globals';
import { buildBinding, buildBindings } from './build-binding.js';
import { buildInboxEvent } from './build-inbox-event.js';
import { HandClock } from './hand-clock.js';
import type { OpenedStore } from './store-contract.js';

const audience = 'audience-a';

/** What it is to be bound to another Odoo, on every database behind the store. */
export function forgetOdooContract(name: string, open: (clock: HandClock) => Promise<OpenedStore>): void {
  describe(`forgetting Odoo in the store on ${name}`, () => {
    it('B52: leaves nothing of its records, and keeps runs, events and what is no record’s', async () => {
      const { store, dispose } = await open(new HandClock());
      const bound = { id: audience, name: 'News', mailingListId: 4, data: {}, fetchedAt: '2026' };
      await store.audiences.save(bound);
      await store.bindings.save(buildBindings(2));
      await store.marks.set(audience, 'import', '1');
      await store.marks.set('', 'account', '1');
      await store.intents.open({ audienceId: audience, model: 'mailing.contact', keys: ['a@b.pt'] });
      await store.autoExports.save(audience, 'res.partner', [{ recordId: 1, address: null, state: 'made' }]);
      await store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
      await store.inbox.add([buildInboxEvent()]);

      await store.forgetOdoo();

      expect(await store.audiences.get(audience)).toBeNull();
      expect(await store.bindings.byMembers(audience, ['member-1', 'member-2'])).toEqual([]);
      expect(await store.bindings.byRecords(audience, 'mailing.contact', [1, 2])).toEqual([]);
      expect(await store.marks.get(audience, 'import')).toBeNull();
      expect(await store.intents.pending(audience)).toEqual([]);
      expect(await store.autoExports.of(audience, 'res.partner')).toEqual([]);
      expect(await store.marks.get('', 'account')).toBe('1');
      expect(await store.runs.list(5)).toHaveLength(1);
      expect(await store.inbox.counts()).toMatchObject({ waiting: 1 });
      await dispose();
    });

    it('B52: of one audience keeps its mailing list, and the other audiences', async () => {
      const { store, dispose } = await open(new HandClock());
      const other = 'audience-b';
      const bound = { id: audience, name: 'News', mailingListId: 4, data: {}, fetchedAt: '2026' };
      await store.audiences.save(bound);
      await store.bindings.save([...buildBindings(1), buildBinding({ audienceId: other, contactId: 1 })]);

      await store.forgetOdoo(audience);

      expect(await store.audiences.get(audience)).toEqual(bound);
      expect(await store.bindings.byMembers(audience, ['member-1'])).toEqual([]);
      expect(await store.bindings.byRecords(other, 'mailing.contact', [1])).toHaveLength(1);
      await dispose();
    });
  });
}
