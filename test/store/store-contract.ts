import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contactOf, type Binding } from '../../src/store/binding.js';
import { fencedStore } from '../../src/store/open-store.js';
import type { NewJournalRow } from '../../src/store/journal.js';
import type { Lease } from '../../src/store/leases.js';
import type { Store } from '../../src/store/store.js';
import { buildBinding, buildBindings } from './build-binding.js';
import { forgetOdooContract } from './forget-odoo-contract.js';
import { HandClock } from './hand-clock.js';
import { liveChangesContract } from './live-changes-contract.js';
import { inboxContract } from './inbox-contract.js';

export interface OpenedStore {
  store: Store;
  /** A further handle on the same data, as another process would have. */
  again(): Promise<Store>;
  dispose(): Promise<void>;
}

const byId = (bindings: Binding[]): Binding[] =>
  bindings.sort((a, b) => a.memberId.localeCompare(b.memberId));
const audience = 'audience-a';

/** What every database behind the store has to do in the same way. */
export function storeContract(name: string, open: (clock: HandClock) => Promise<OpenedStore>): void {
  inboxContract(name, open);
  liveChangesContract(name, open);
  forgetOdooContract(name, open);
  describe(`the store on ${name}`, () => {
    let clock: HandClock;
    let opened: OpenedStore;
    let store: Store;

    beforeEach(async () => {
      clock = new HandClock();
      opened = await open(clock);
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    describe('bindings', () => {
      it('come back as they were saved', async () => {
        const error = {
          code: 'mailchimp.invalid',
          message: 'No “such” thing\n',
          fingerprint: 'f',
          at: '2026',
          attempts: 2,
        };
        const full = buildBinding({
          contactId: 2_000_000_000,
          partnerId: 5,
          status: 'cleaned',
          lastChanged: '2026-02-01T00:00:00Z',
          memberFingerprint: 'm',
          seen: { values: { FNAME: 'Zoë' }, tags: [] },
          importDue: true,
          exportDue: true,
          tagsOff: true,
          addonDue: true,
          base: { odoo: { FNAME: 'Zoë 😀' }, tags: ['a', 'b'], optedOut: false },
          pushedAt: '2026-02-02T00:00:00Z',
          pulledAt: '2026-02-03T00:00:00Z',
          error,
        });

        await store.bindings.save([full]);

        expect(await store.bindings.byMembers(audience, [full.memberId])).toEqual([full]);
        expect(await store.bindings.byRecords(audience, 'mailing.contact', [2_000_000_000])).toEqual([full]);
        expect(await store.bindings.byHashes(audience, [full.subscriberHash])).toEqual([full]);
      });

      it('are kept apart by audience', async () => {
        const here = buildBinding({ contactId: 1 });
        const there = buildBinding({ audienceId: 'audience-b', contactId: 1 });

        await store.bindings.save([here, there]);

        expect(await store.bindings.byRecords('audience-b', 'mailing.contact', [1])).toEqual([there]);
        expect(await store.bindings.byMembers(audience, ['member-1'])).toEqual([here]);
      });

      it('are replaced when saved again', async () => {
        await store.bindings.save([buildBinding({ email: 'old@example.com', contactId: 1 })]);

        const renamed = buildBinding({ email: 'new@example.com', contactId: 1, status: 'unsubscribed' });
        await store.bindings.save([renamed]);

        expect(await store.bindings.byMembers(audience, ['member-1'])).toEqual([renamed]);
      });

      it('take a contact from the member that had it', async () => {
        await store.bindings.save([buildBinding({ memberId: 'first', contactId: 7 })]);

        await store.bindings.save([buildBinding({ memberId: 'second', contactId: 7 })]);

        const [first, second] = byId(await store.bindings.byMembers(audience, ['first', 'second']));
        expect([first, second].map((binding) => binding && contactOf(binding))).toEqual([null, 7]);
      });

      it('swap their contacts in one save', async () => {
        await store.bindings.save([
          buildBinding({ memberId: 'a', contactId: 1 }),
          buildBinding({ memberId: 'b', contactId: 2 }),
        ]);

        await store.bindings.save([
          buildBinding({ memberId: 'a', contactId: 2 }),
          buildBinding({ memberId: 'b', contactId: 1 }),
        ]);

        const swapped = byId(await store.bindings.byMembers(audience, ['a', 'b']));
        expect(swapped.map(contactOf)).toEqual([2, 1]);
      });

      it('leave a contact claimed twice in one save to the last claim', async () => {
        await store.bindings.save([
          buildBinding({ memberId: 'a', contactId: 1 }),
          buildBinding({ memberId: 'b', contactId: 1 }),
        ]);

        const claimed = byId(await store.bindings.byMembers(audience, ['a', 'b']));
        expect(claimed.map(contactOf)).toEqual([null, 1]);
      });

      it('keep the last of a member saved twice in one save', async () => {
        await store.bindings.save([
          buildBinding({ status: 'pending' }),
          buildBinding({ status: 'subscribed' }),
        ]);

        const [saved] = await store.bindings.byMembers(audience, ['member-1']);
        expect(saved?.status).toBe('subscribed');
      });

      it('are found, saved and removed by the thousand, and nothing is found by no key', async () => {
        const many = buildBindings(2_500);
        await store.bindings.save(many);
        const ids = many.map(({ memberId }) => memberId);

        expect(await store.bindings.byMembers(audience, ids)).toHaveLength(2_500);
        expect(await store.bindings.byMembers(audience, [])).toEqual([]);

        await store.bindings.remove(audience, ids.slice(1));
        expect(await store.bindings.byMembers(audience, ids)).toEqual([many[0]]);
      });

      it('are counted by status, link and error', async () => {
        const error = { code: 'x', message: 'x', fingerprint: 'x', at: '2026', attempts: 1 };
        await store.bindings.save([
          buildBinding({ memberId: 'a', contactId: 1 }),
          buildBinding({ memberId: 'b', status: 'archived', error }),
          buildBinding({ memberId: 'c', audienceId: 'audience-b' }),
        ]);

        const counts = await store.bindings.countByStatus(audience);
        expect(counts).toEqual({
          subscribed: 1,
          unsubscribed: 0,
          cleaned: 0,
          pending: 0,
          transactional: 0,
          archived: 1,
        });
        expect(await store.bindings.countLinked(audience)).toBe(1);
        expect(await store.bindings.countErrors(audience)).toBe(1);
      });

      it('with something to be carried to a side are counted', async () => {
        await store.bindings.save([
          buildBinding({ memberId: 'a', importDue: true }),
          buildBinding({ memberId: 'b', exportDue: true }),
          buildBinding({ memberId: 'c', importDue: true }),
        ]);

        expect(await store.bindings.countDue(audience, 'import')).toBe(2);
        expect(await store.bindings.countDue(audience, 'export')).toBe(1);
      });

      it('with something to be carried to a side are given page by page', async () => {
        await store.bindings.save([
          buildBinding({ memberId: 'a', importDue: true }),
          buildBinding({ memberId: 'b', exportDue: true }),
          buildBinding({ memberId: 'c', importDue: true, exportDue: true }),
          buildBinding({ memberId: 'd' }),
          buildBinding({ memberId: 'e', importDue: true, audienceId: 'audience-b' }),
        ]);
        const due = async (to: 'import' | 'export', after: string | null, limit: number): Promise<string[]> =>
          (await store.bindings.due(audience, to, { after, limit })).map(({ memberId }) => memberId);

        expect(await due('import', null, 1)).toEqual(['a']);
        expect(await due('import', 'a', 10)).toEqual(['c']);
        expect(await due('export', null, 10)).toEqual(['b', 'c']);
      });

      it('that the addon does not show yet are given where they have a contact, until they are shown', async () => {
        await store.bindings.save([
          buildBinding({ memberId: 'a', contactId: 1, addonDue: true }),
          buildBinding({ memberId: 'b', contactId: 2, addonDue: false }),
          buildBinding({ memberId: 'c', contactId: null, addonDue: true }),
          buildBinding({ memberId: 'd', contactId: 3, addonDue: true, audienceId: 'audience-b' }),
        ]);
        const due = async (of = audience): Promise<string[]> =>
          (await store.bindings.due(of, 'addon', { after: null, limit: 10 })).map(({ memberId }) => memberId);
        const before = await due();

        await store.bindings.markAddon(audience, ['a'], 'shown');
        const shown = await due();
        await store.bindings.markAddon(audience, ['b'], 'due');
        const again = await due();
        await store.bindings.markAddon(audience, ['b'], 'shown');
        await store.bindings.forgetAddon();

        expect([before, shown, again, await due(), await due('audience-b')]).toEqual([
          ...[['a'], [], ['b'], ['a', 'b'], ['d']],
        ]);
      });

      it('are found by the customer they are linked to', async () => {
        await store.bindings.save([buildBinding({ partnerId: 9 }), buildBinding({ memberId: 'other' })]);

        expect(
          (await store.bindings.byRecords(audience, 'res.partner', [9])).map(({ memberId }) => memberId),
        ).toEqual(['member-1']);
        expect(await store.bindings.count(audience)).toBe(2);
      });

      it('never link two members of an audience to one contact, whatever is saved', async () => {
        const binding = fc.record({
          audienceId: fc.constantFrom('p', 'q'),
          memberId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
          contactId: fc.option(fc.integer({ min: 1, max: 4 })),
        });
        const saves = fc.array(fc.array(binding, { maxLength: 8 }), { minLength: 1, maxLength: 5 });
        await fc.assert(
          fc.asyncProperty(saves, async (pages) => {
            await removeAll(store);
            const model = new Map<string, number | null>();

            for (const page of pages) {
              await store.bindings.save(page.map((values) => buildBinding(values)));
              claim(model, lastMentions(page));
            }

            expect(await linksOf(store)).toEqual(new Map([...model].sort()));
          }),
          { numRuns: 60 },
        );
      });
    });

    describe('marks', () => {
      it('are kept by audience and name', async () => {
        await store.marks.set(audience, 'import', '1');
        await store.marks.set(audience, 'import', '2');
        await store.marks.set('audience-b', 'import', '3');

        expect(await store.marks.get(audience, 'import')).toBe('2');
        expect(await store.marks.get(audience, 'observe')).toBeNull();
      });
    });

    describe('intents', () => {
      it('are pending until they are closed, also for the next process', async () => {
        const keys = ['ana@example.com', 'rui@example.com'];
        const id = await store.intents.open({ audienceId: audience, model: 'mailing.contact', keys });

        const next = await opened.again();
        const openedAt = clock.now().toISOString();
        expect(await next.intents.pending(audience)).toEqual([
          { id, audienceId: audience, model: 'mailing.contact', keys, openedAt },
        ]);
        expect(await next.intents.pending('audience-b')).toEqual([]);

        await next.intents.close(id);
        expect(await store.intents.pending(audience)).toEqual([]);
      });
    });

    describe('refusals of MailChimp', () => {
      it('are counted by whether they are tried again by themselves', async () => {
        const failure = {
          ...{ audienceId: audience, model: 'mailing.contact' as const, email: null, name: null },
          ...{ code: 'mailchimp.looks_fake', description: 'No', fingerprint: 'f', attempts: 1 },
          failedAt: '2026-02-01T00:00:00.000Z',
        };
        await store.exportFailures.save([
          { ...failure, recordId: 1, retryAt: null },
          { ...failure, recordId: 2, retryAt: '2026-02-02T00:00:00.000Z' },
          { ...failure, recordId: 3, retryAt: null },
        ]);

        expect(await store.exportFailures.count(audience)).toEqual({ waiting: 1, quarantined: 2 });
        expect(await store.exportFailures.count('another')).toEqual({ waiting: 0, quarantined: 0 });
      });
    });

    it('B63: a name with a zero, half a character or an escape sequence spoils no row of a page', async () => {
      const name = 'Bo\0b \uD83D \u001B[31m';
      const run = await store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
      const rows = [
        { ...journalRow('failed'), name, description: `${name} is refused` },
        journalRow('failed'),
      ];

      await store.journal.append(run, rows);
      await store.marks.set(audience, 'told', name);
      await store.runs.finish(run, { outcome: 'failed', totals: {}, apiCalls: {}, message: name });

      const [odd, good] = await store.journal.failuresOf(run);
      expect(odd).toMatchObject({ name: 'Bo�b � �[31m', description: 'Bo�b � �[31m is refused' });
      expect(good).toMatchObject({ name: rows[1]?.name });
      expect(await store.marks.get(audience, 'told')).toBe('Bo�b � \u001B[31m');
    });

    describe('runs and journal', () => {
      it('the latest run on an audience is told, whatever its command', async () => {
        await store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
        await store.runs.start({ command: 'members fetch', audienceId: audience, dryRun: false });
        await store.runs.start({ command: 'sync', audienceId: 'another', dryRun: false });

        expect(await store.runs.lastOf(audience)).toMatchObject({ command: 'members fetch' });
        expect(await store.runs.lastOf('unknown')).toBeNull();
      });

      it('tell what was run, newest first', async () => {
        const first = await store.runs.start({
          command: 'members fetch',
          audienceId: audience,
          dryRun: false,
        });
        clock.advance(1000);
        await store.runs.finish(first, {
          outcome: 'failed',
          totals: { created: 1 },
          apiCalls: {},
          message: 'gone',
        });
        const second = await store.runs.start({ command: 'sync', audienceId: null, dryRun: true });

        const runs = await store.runs.list(10);

        expect(runs.map(({ id, outcome, message }) => ({ id, outcome, message }))).toEqual([
          { id: second, outcome: null, message: null },
          { id: first, outcome: 'failed', message: 'gone' },
        ]);
        expect(await store.runs.list(1)).toHaveLength(1);
      });

      it('hold one row per record, by the thousand', async () => {
        const run = await store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
        const rows = Array.from({ length: 1_200 }, (_, index) =>
          journalRow(index % 3 === 0 ? 'failed' : 'updated'),
        );

        await store.journal.append(run, rows);
        await store.journal.append(run, []);

        expect(await store.journal.countOfRun(run)).toEqual({ failed: 400, updated: 800 });
      });

      it('forget old runs with what was written down in them', async () => {
        const start = () => store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
        const old = await start();
        await store.journal.append(old, [journalRow('failed')]);
        clock.advance(1000);
        const recent = await start();
        await store.journal.append(recent, [journalRow('created')]);

        await store.runs.prune(clock.now());

        expect([await store.runs.get(old), await store.journal.countOfRun(old)]).toEqual([null, {}]);
        expect((await store.runs.get(recent))?.id).toBe(recent);
        expect(await store.journal.countOfRun(recent)).toEqual({ created: 1 });
      });
    });

    describe('leases (B42)', () => {
      it('are held by one at a time', async () => {
        const other = await opened.again();
        const lease = await store.leases.acquire('account', 'first', 1000);

        expect(await other.leases.acquire('account', 'second', 1000)).toBeNull();
        expect((await other.leases.holderOf('account'))?.holder).toBe('first');

        await lease?.release();
        expect(await other.leases.holderOf('account')).toBeNull();
        expect(await other.leases.acquire('account', 'second', 1000)).not.toBeNull();
      });

      it('are taken over when they have run out, and the old holder learns of it', async () => {
        const lost = await store.leases.acquire('account', 'dead', 1000);
        clock.advance(1000);

        const taken = await store.leases.acquire('account', 'next', 1000);

        expect(taken).not.toBeNull();
        expect(await lost?.renew()).toBe(false);
        await lost?.release();
        expect((await store.leases.holderOf('account'))?.holder).toBe('next');
      });

      it('last as long as they are renewed', async () => {
        const lease = await store.leases.acquire('account', 'first', 1000);
        clock.advance(900);
        expect(await lease?.renew()).toBe(true);
        clock.advance(900);

        expect(await store.leases.acquire('account', 'second', 1000)).toBeNull();
      });

      it('of a holder known to be dead can be ended, those of another cannot', async () => {
        await store.leases.acquire('account', 'dead', 60_000);

        await store.leases.evict('account', 'somebody');
        expect(await store.leases.acquire('account', 'next', 1000)).toBeNull();

        await store.leases.evict('account', 'dead');
        expect(await store.leases.acquire('account', 'next', 1000)).not.toBeNull();
      });
    });

    describe('a lease that was lost (B71)', () => {
      const lostLease = async (): Promise<Lease | null> => {
        const lost = await store.leases.acquire('account', 'one machine', 1000);
        clock.advance(1000);
        await store.leases.acquire('account', 'one machine', 1000);
        return lost;
      };

      it('is told from the one that its holder of the same name has now', async () => {
        const lost = await lostLease();

        expect(await lost?.renew()).toBe(false);
        await lost?.release();
        expect(await store.leases.holderOf('account')).not.toBeNull();
      });

      it('lets nothing be recorded any more, in a transaction or without', async () => {
        const lost = await lostLease();
        const fenced = fencedStore(store, () => lost);
        const isRefused = expect.objectContaining({ code: 'lock.lost' }) as unknown;

        const alone = await fenced.marks.set(audience, 'import', '1').catch((error: unknown) => error);
        const inside = await fenced
          .transaction((opened) => opened.bindings.save(buildBindings(1)))
          .catch((error: unknown) => error);

        expect([alone, inside]).toEqual([isRefused, isRefused]);
        expect(await store.marks.get(audience, 'import')).toBeNull();
        expect(await store.bindings.byMembers(audience, ['member-1'])).toEqual([]);
      });

      it('and as long as it is held, all is recorded as ever', async () => {
        const held = await store.leases.acquire('account', 'one machine', 1000);
        const fenced = fencedStore(store, () => held);

        await fenced.marks.set(audience, 'import', '1');
        await fenced.transaction((opened) => opened.bindings.save(buildBindings(1)));

        expect(await store.marks.get(audience, 'import')).toBe('1');
        expect(await store.bindings.byMembers(audience, ['member-1'])).toHaveLength(1);
      });
    });

    describe('audiences', () => {
      it('are kept as last fetched', async () => {
        const record = {
          id: audience,
          name: 'News',
          mailingListId: null,
          data: { members: 3 },
          fetchedAt: '2026',
        };
        await store.audiences.save(record);
        await store.audiences.save({ ...record, mailingListId: 4 });

        expect(await store.audiences.get(audience)).toEqual({ ...record, mailingListId: 4 });
        expect(await store.audiences.get('other')).toBeNull();
      });
    });

    describe('a transaction', () => {
      it('is done whole or not at all', async () => {
        const work = store.transaction(async (inside) => {
          await inside.marks.set(audience, 'import', '1');
          await inside.bindings.save(buildBindings(3));
          throw new Error('Odoo is gone');
        });

        await expect(work).rejects.toThrow('Odoo is gone');
        expect(await store.marks.get(audience, 'import')).toBeNull();
        expect(await store.bindings.byMembers(audience, ['member-1'])).toEqual([]);
      });

      it('is joined by one inside it', async () => {
        const work = store.transaction(async (outer) => {
          await outer.transaction((inner) => inner.marks.set(audience, 'import', '1'));
          throw new Error('afterwards');
        });

        await expect(work).rejects.toThrow('afterwards');
        expect(await store.marks.get(audience, 'import')).toBeNull();
      });

      it('is not slipped into by what is asked for at the same time', async () => {
        let outside: Promise<void> = Promise.resolve();
        const work = store.transaction(async (inside) => {
          await inside.marks.set(audience, 'import', 'inside');
          outside = store.marks.set(audience, 'observe', 'outside');
          throw new Error('undone');
        });

        await expect(work).rejects.toThrow('undone');
        await outside;
        expect(await store.marks.get(audience, 'import')).toBeNull();
        expect(await store.marks.get(audience, 'observe')).toBe('outside');
      });

      it('waits for those before it', async () => {
        const work = (value: string) =>
          store.transaction(async (inside) => {
            const before = (await inside.marks.get(audience, 'order')) ?? '';
            await inside.marks.set(audience, 'order', before + value);
          });

        await work('a');
        await work('b');

        expect(await store.marks.get(audience, 'order')).toBe('ab');
      });
    });

    it('opens again with everything in it', async () => {
      await store.marks.set(audience, 'import', '1');

      const next = await opened.again();

      expect(await next.marks.get(audience, 'import')).toBe('1');
    });
  });
}

function journalRow(outcome: NewJournalRow['outcome']): NewJournalRow {
  return {
    audienceId: audience,
    direction: 'export',
    outcome,
    model: 'mailing.contact',
    recordId: 1,
    email: 'ana@example.com',
    name: 'Ana',
    code: null,
    description: null,
  };
}

const letters = ['a', 'b', 'c', 'd', 'e'];

async function removeAll(store: Store): Promise<void> {
  await store.bindings.remove('p', letters);
  await store.bindings.remove('q', letters);
}

async function linksOf(store: Store): Promise<Map<string, number | null>> {
  const all = await Promise.all(['p', 'q'].map((id) => store.bindings.byMembers(id, letters)));
  return new Map(
    all
      .flat()
      .map((row) => [`${row.audienceId}/${row.memberId}`, contactOf(row)] as const)
      .sort(),
  );
}

function lastMentions<Row extends { audienceId: string; memberId: string }>(page: readonly Row[]): Row[] {
  return page.filter((row, index) => {
    const later = page.slice(index + 1);
    return !later.some((next) => next.audienceId === row.audienceId && next.memberId === row.memberId);
  });
}

/** Each claim in turn: the member gets the contact, whoever had it loses it. */
function claim(
  model: Map<string, number | null>,
  page: readonly { audienceId: string; memberId: string; contactId: number | null }[],
): void {
  for (const { audienceId, memberId, contactId } of page) {
    for (const [key, held] of model) {
      if (contactId !== null && held === contactId && key.startsWith(audienceId)) model.set(key, null);
    }
    model.set(`${audienceId}/${memberId}`, contactId);
  }
}
