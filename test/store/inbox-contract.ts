import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewInboxEvent } from '../../src/store/inbox-event.js';
import type { Store } from '../../src/store/store.js';
import { buildInboxEvent } from './build-inbox-event.js';
import { HandClock } from './hand-clock.js';
import type { OpenedStore } from './store-contract.js';

const error = { code: 'odoo.validation', message: 'Odoo said “no”' };
const minute = 60_000;

/** What came is for people to look at in the store, and not read back. */
function withoutRaw(event: NewInboxEvent): Partial<NewInboxEvent> {
  const copy: Partial<NewInboxEvent> = { ...event };
  delete copy.raw;
  return copy;
}

/** What every database behind the inbox has to do in the same way (B31). */
export function inboxContract(name: string, open: (clock: HandClock) => Promise<OpenedStore>): void {
  describe(`the inbox on ${name}`, () => {
    let clock: HandClock;
    let opened: OpenedStore;
    let store: Store;

    beforeEach(async () => {
      clock = new HandClock();
      opened = await open(clock);
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    const dueKeys = async (): Promise<string[]> => (await store.inbox.due(100)).map(({ key }) => key);
    const ids = async (): Promise<number[]> => (await store.inbox.due(100)).map(({ id }) => id);
    const minutesFromNow = (minutes: number): Date => new Date(clock.now().getTime() + minutes * minute);

    it('knows the addresses somebody has had before, from change to change', async () => {
      const moved = (key: string, formerEmail: string, email: string) =>
        buildInboxEvent({ key, type: 'upemail', formerEmail, email });
      await store.inbox.add([moved('1', 'a@shop.pt', 'b@shop.pt'), moved('2', 'b@shop.pt', 'c@shop.pt')]);
      await store.inbox.add([moved('3', 'c@shop.pt', 'a@shop.pt'), moved('4', 'x@shop.pt', 'y@shop.pt')]);
      await store.inbox.finish((await ids()).map((id) => ({ id, outcome: 'updated' })));
      const { audienceId } = buildInboxEvent();

      expect((await store.inbox.formerEmails(audienceId ?? '', ['c@shop.pt'])).sort()).toEqual([
        ...['a@shop.pt', 'b@shop.pt', 'c@shop.pt'],
      ]);
      expect(await store.inbox.formerEmails('another', ['c@shop.pt'])).toEqual([]);
    });

    it('gives events back as they came, the oldest first', async () => {
      const first = buildInboxEvent({ formerEmail: 'old@shop.pt' });
      const second = buildInboxEvent({ key: 'key-2', email: 'rui@shop.pt', action: null, firedAt: null });

      const added = await store.inbox.add([first, second]);

      expect([...added]).toEqual(['key-1', 'key-2']);
      const blank = {
        state: 'waiting',
        attempts: 0,
        retryAt: null,
        error: null,
        finishedAt: null,
        isReleased: false,
      };
      const receivedAt = clock.now().toISOString();
      expect(await store.inbox.due(10)).toEqual([
        { ...withoutRaw(first), ...blank, receivedAt, id: expect.any(Number) },
        { ...withoutRaw(second), ...blank, receivedAt, id: expect.any(Number) },
      ]);
    });

    it('another process sees them at once', async () => {
      await store.inbox.add([buildInboxEvent()]);

      const other = await opened.again();

      expect((await other.inbox.due(10)).map(({ key }) => key)).toEqual(['key-1']);
    });

    it('keeps an event once, however often it is delivered', async () => {
      await store.inbox.add([buildInboxEvent()]);

      const again = await store.inbox.add([buildInboxEvent(), buildInboxEvent({ key: 'key-2' })]);
      const within = await store.inbox.add([
        buildInboxEvent({ key: 'key-3' }),
        buildInboxEvent({ key: 'key-3' }),
      ]);

      expect([[...again], [...within]]).toEqual([['key-2'], ['key-3']]);
      expect(await dueKeys()).toEqual(['key-1', 'key-2', 'key-3']);
    });

    it('what was dealt with is not worked on again when it is delivered again', async () => {
      await store.inbox.add([buildInboxEvent()]);
      const [id = 0] = await ids();
      await store.inbox.finish([{ id, outcome: 'updated' }]);

      const again = await store.inbox.add([buildInboxEvent()]);

      expect(again.size).toBe(0);
      expect(await dueKeys()).toEqual([]);
    });

    it('but is when something else was told of the same second after it, for the two may not be one', async () => {
      await store.inbox.add([buildInboxEvent()]);
      await store.inbox.add([buildInboxEvent({ key: 'between', type: 'subscribe' })]);
      await store.inbox.finish((await ids()).map((id) => ({ id, outcome: 'updated' })));

      await store.inbox.add([buildInboxEvent()]);

      expect(await dueKeys()).toEqual(['key-1']);
    });

    it.each([
      ['of another second', { firedAt: '2026-03-01T09:59:58.000Z' }],
      ['of another person', { email: 'rui@shop.pt' }],
    ])('something else %s is no reason', async (_what, change) => {
      await store.inbox.add([buildInboxEvent()]);
      await store.inbox.add([buildInboxEvent({ key: 'other', ...change })]);
      await store.inbox.finish((await ids()).map((id) => ({ id, outcome: 'updated' })));

      await store.inbox.add([buildInboxEvent()]);

      expect(await dueKeys()).toEqual([]);
    });

    it('an event nothing is done about is kept and never due', async () => {
      const raw: [string, string][] = [['data[__proto__]', '1']];

      await store.inbox.add([buildInboxEvent({ type: 'sms_subscribe', outcome: 'unknown_type', raw })]);

      expect(await dueKeys()).toEqual([]);
      expect(await store.inbox.list({ state: null, limit: 10 })).toMatchObject([
        { type: 'sms_subscribe', state: 'done', outcome: 'unknown_type' },
      ]);
    });

    it('one that failed waits for its pause', async () => {
      await store.inbox.add([buildInboxEvent()]);
      const [id = 0] = await ids();

      await store.inbox.fail([{ id, error, attempts: 1, retryAt: minutesFromNow(1) }]);

      expect(await dueKeys()).toEqual([]);
      expect(await store.inbox.nextRetry()).toEqual(minutesFromNow(1));
      clock.advance(minute);
      expect(await store.inbox.due(10)).toMatchObject([{ attempts: 1, error, retryAt: expect.any(String) }]);
    });

    it.each([
      ['the same address', { email: 'ana@shop.pt' }],
      ['an address that was this one', { email: 'new@shop.pt', formerEmail: 'ana@shop.pt' }],
    ])('or comes along with a new event of %s', async (_what, change) => {
      await store.inbox.add([buildInboxEvent()]);
      const [id = 0] = await ids();
      await store.inbox.fail([{ id, error, attempts: 1, retryAt: minutesFromNow(1) }]);

      await store.inbox.add([buildInboxEvent({ key: 'key-2', ...change })]);

      expect(await dueKeys()).toEqual(['key-1', 'key-2']);
    });

    it('one that failed too often waits for a person, who may release it', async () => {
      await store.inbox.add([buildInboxEvent(), buildInboxEvent({ key: 'key-2' })]);
      const failures = (await ids()).map((id) => ({ id, error, attempts: 8, retryAt: null }));
      await store.inbox.fail(failures);
      expect(await store.inbox.counts()).toEqual({
        waiting: 0,
        quarantined: 2,
        held: 0,
        oldestWaiting: null,
      });

      const one = await store.inbox.release([failures[0]?.id ?? 0, 4711]);
      const [released] = await store.inbox.due(10);
      const rest = await store.inbox.release(null);

      expect([one, rest]).toEqual([1, 1]);
      expect(released).toMatchObject({ key: 'key-1', attempts: 0, state: 'waiting' });
      expect(await dueKeys()).toEqual(['key-1', 'key-2']);
    });

    it('B54: one that is held is not due before a person lets it go, and is known as let go then', async () => {
      const since = clock.now().toISOString();
      await store.inbox.add([
        buildInboxEvent(),
        buildInboxEvent({ key: 'key-2', audienceId: 'audience-b', email: 'rui@shop.pt' }),
      ]);
      await store.inbox.hold(await ids(), error);
      clock.advance(60 * minute);

      const due = await store.inbox.due(10);
      const held = await store.inbox.held();
      const counts = await store.inbox.counts();
      const released = await store.inbox.releaseHeld('audience-b');

      expect(due).toEqual([]);
      expect(held).toMatchObject([
        { events: 1, since },
        { audienceId: 'audience-b', events: 1, since },
      ]);
      expect(counts).toEqual({ waiting: 0, quarantined: 0, held: 2, oldestWaiting: null });
      expect(released).toBe(1);
      expect(await store.inbox.due(10)).toMatchObject([{ key: 'key-2', isReleased: true }]);
    });

    it('B54: one that is held comes along with a new event of the address', async () => {
      await store.inbox.add([buildInboxEvent()]);
      await store.inbox.hold(await ids(), error);

      await store.inbox.add([buildInboxEvent({ key: 'key-2' })]);

      expect(await dueKeys()).toEqual(['key-1', 'key-2']);
    });

    it('counts what waits, and since when', async () => {
      const since = clock.now().toISOString();
      await store.inbox.add([buildInboxEvent()]);
      clock.advance(minute);
      await store.inbox.add([buildInboxEvent({ key: 'key-2' })]);

      expect(await store.inbox.counts()).toEqual({
        waiting: 2,
        quarantined: 0,
        held: 0,
        oldestWaiting: since,
      });
    });

    it('forgets what was dealt with long ago, and nothing that still waits', async () => {
      await store.inbox.add(['done', 'broken', 'waiting'].map((key) => buildInboxEvent({ key })));
      const [done = 0, broken = 0] = await ids();
      await store.inbox.finish([{ id: done, outcome: 'updated' }]);
      await store.inbox.fail([{ id: broken, error, attempts: 8, retryAt: null }]);
      clock.advance(minute);

      await store.inbox.prune({ done: clock.now(), quarantined: new Date(0) });

      const left = await store.inbox.list({ state: null, limit: 10 });
      expect(left.map(({ key }) => key)).toEqual(['waiting', 'broken']);
    });

    it('takes part in a transaction', async () => {
      await store.inbox.add([buildInboxEvent()]);
      const [id = 0] = await ids();
      const broken = store.transaction(async (inside) => {
        await inside.inbox.finish([{ id, outcome: 'updated' }]);
        await inside.inbox.add([buildInboxEvent({ key: 'key-2' })]);
        throw new Error('on purpose');
      });

      await expect(broken).rejects.toThrow('on purpose');

      expect(await dueKeys()).toEqual(['key-1']);
    });
  });
}
