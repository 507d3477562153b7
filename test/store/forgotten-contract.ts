import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewJournalRow } from '../../src/store/journal.js';
import type { Store } from '../../src/store/store.js';
import { buildBinding } from './build-binding.js';
import { buildInboxEvent } from './build-inbox-event.js';
import { HandClock } from './hand-clock.js';
import type { OpenedStore } from './store-contract.js';

const ana = 'ana@shop.pt';
const bo = 'bo@shop.pt';
const at = new HandClock().now().toISOString();
const since = new Date('2026-03-01T10:00:00Z');
const member = { audienceId: 'audience-a', memberId: 'member-1' };
const person = { address: ana, contactIds: [7], members: [member] };

function buildRow(change: Partial<NewJournalRow> = {}): NewJournalRow {
  return {
    audienceId: 'audience-a',
    direction: 'export',
    outcome: 'failed',
    model: 'res.partner',
    recordId: 5,
    email: bo,
    name: 'Bo',
    code: 'mailchimp.invalid',
    description: null,
    ...change,
  };
}

function buildFailure(recordId: number, email: string, description: string) {
  return {
    ...{ audienceId: 'audience-a', model: 'res.partner', recordId, email, name: 'Somebody' },
    ...{ code: 'mailchimp.forgotten', description, fingerprint: 'f', attempts: 1 },
    ...{ failedAt: '2026-03-01T09:00:00.000Z', retryAt: null },
  };
}

/** Whom the store forgets, on every database behind it (B57). */
export function forgottenContract(name: string, open: (clock: HandClock) => Promise<OpenedStore>): void {
  describe(`who is forgotten on ${name}`, () => {
    let opened: OpenedStore;
    let store: Store;
    beforeEach(async () => {
      opened = await open(new HandClock());
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    const erase = async (): Promise<Record<string, number>> => {
      const traces = await store.tracesOf(person);
      for (const trace of traces) await trace.erase();
      return Object.fromEntries(traces.map(({ table, rows }) => [table, rows]));
    };

    it('B57: is nobody at first', async () => {
      expect(await store.forgotten.among('audience-a', [ana])).toEqual(new Map());
    });

    it('B57: is known by address in any case, in the audiences that were named', async () => {
      await store.forgotten.remember('Ana@shop.pt', { since: new Map([['audience-a', since]]), runId: 3 });

      expect(await store.forgotten.among('audience-a', [bo, 'ANA@shop.pt'])).toEqual(
        new Map([[ana, { since, at }]]),
      );
      expect(await store.forgotten.among('audience-b', [ana])).toEqual(new Map());
    });

    it('B57: has one hash whoever forgets them, and the last time counts', async () => {
      const other = await opened.again();
      const later = new Date('2026-04-01T10:00:00Z');

      const first = await store.forgotten.remember(ana, {
        since: new Map([['audience-a', since]]),
        runId: 3,
      });
      const second = await other.forgotten.remember(ana, {
        since: new Map([['audience-a', later]]),
        runId: 4,
      });

      expect(second).toBe(first);
      expect(await store.forgotten.among('audience-a', [ana])).toEqual(
        new Map([[ana, { since: later, at }]]),
      );
    });

    it('B57: has another hash in another store', async () => {
      const run = { since: new Map([['audience-a', since]]), runId: 3 };
      const here = await store.forgotten.remember(ana, run);
      await opened.dispose();
      opened = await open(new HandClock());

      const there = await opened.store.forgotten.remember(ana, run);

      expect(there).not.toBe(here);
    });

    it('B57: leaves no binding, no link and no refusal, and others as they were', async () => {
      const others = buildBinding({ memberId: 'member-2', email: bo, contactId: 8 });
      await store.bindings.save([buildBinding({ email: ana, contactId: 7, partnerId: 5 }), others]);
      await store.autoExports.save('audience-a', 'res.partner', [
        { recordId: 5, address: ana, state: 'made' },
        { recordId: 6, address: bo, state: 'made' },
      ]);
      const bosFailure = buildFailure(6, bo, 'joana@shop.pt looks fake');
      await store.exportFailures.save([buildFailure(5, 'Ana <ANA@shop.pt>', 'no'), bosFailure]);

      const counts = await erase();

      expect(counts).toMatchObject({ bindings: 1, binding_records: 2, auto_exports: 1, export_failures: 1 });
      expect(await store.bindings.list('audience-a', { after: null, limit: 9 })).toEqual([others]);
      expect(await store.bindings.byRecords('audience-a', 'res.partner', [5])).toEqual([]);
      expect(await store.autoExports.of('audience-a', 'res.partner')).toMatchObject([{ recordId: 6 }]);
      expect(await store.exportFailures.of('audience-a', 'res.partner', [5, 6])).toEqual([bosFailure]);
    });

    it('B57: unlinks a contact that is gone from a member of another address', async () => {
      await store.bindings.save([buildBinding({ memberId: 'member-2', email: bo, contactId: 7 })]);

      await erase();

      expect(await store.bindings.byMembers('audience-a', ['member-2'])).toMatchObject([{ records: {} }]);
    });

    it('B57: leaves no event, and of a person who has had the address the event without it', async () => {
      await store.inbox.add([
        buildInboxEvent({ key: '1', email: ana }),
        buildInboxEvent({ key: '2', type: 'upemail', email: bo, formerEmail: ana }),
        buildInboxEvent({ key: '3', email: null, raw: [['data[email]', ana]], outcome: 'ignored' }),
        buildInboxEvent({ key: '4', email: bo }),
      ]);

      const counts = await erase();

      expect(counts).toMatchObject({ inbox: 3 });
      const left = await store.inbox.list({ state: null, limit: 9 });
      expect(left).toMatchObject([
        { key: '4', email: bo },
        { key: '2', email: bo, formerEmail: null },
      ]);
    });

    it('B57: leaves the counts of runs, and nobody’s address in them', async () => {
      const runId = await store.runs.start({ command: 'sync', audienceId: 'audience-a', dryRun: false });
      await store.journal.append(runId, [
        buildRow({ email: 'Ana@shop.pt', name: 'Ana', description: 'no' }),
        buildRow({ model: 'mailing.contact', recordId: 7, email: 'ana.old@shop.pt', name: 'Ana' }),
        buildRow({ description: 'ana@shop.pt is another member' }),
      ]);
      const end = { outcome: 'failed', totals: {}, apiCalls: {}, message: 'Stopped at ana@shop.pt' } as const;
      await store.runs.finish(runId, end);

      const counts = await erase();

      expect(counts).toMatchObject({ journal: 3, runs: 1 });
      expect(await store.journal.failuresOf(runId)).toMatchObject([
        { email: null, name: null, description: null },
        { email: null, name: null },
        { email: bo, name: 'Bo', description: '••• is another member' },
      ]);
      expect(await store.runs.get(runId)).toMatchObject({ message: 'Stopped at •••' });
    });

    it('B57: leaves no intent and no ledger of consent', async () => {
      await store.intents.open({
        audienceId: 'audience-a',
        model: 'mailing.contact',
        keys: [ana, bo],
      });
      const entry = { status: 'unsubscribed', lastChanged: 0, signedUpAt: null, optedInAt: null } as const;
      await store.consentLedger.save([
        {
          ...member,
          entry: { ...entry, rows: [], ownWithoutRow: true, takenOut: false, bounced: false },
          due: true,
        },
      ]);

      const counts = await erase();

      expect(counts).toMatchObject({ intents: 1, consent_ledger: 1 });
      expect(await store.intents.pending('audience-a')).toMatchObject([{ keys: [bo] }]);
      expect(await store.consentLedger.of('audience-a', ['member-1'])).toEqual(new Map());
      expect(await erase()).toMatchObject({ intents: 0, consent_ledger: 0, bindings: 0, journal: 0 });
    });

    it('B57: is taken off the disk, too', async () => {
      await store.bindings.save([buildBinding({ email: ana })]);
      await erase();

      expect(await store.compact()).toBe(true);
    });
  });
}
