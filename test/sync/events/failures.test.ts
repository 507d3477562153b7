import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OdooCall } from '../../../src/odoo/transport/odoo-transport.js';
import { startSmallOdoo, type SmallOdoo } from '../../../src/small-odoo/small-odoo.js';
import {
  ConfigurationError,
  OperatorError,
  RecordError,
  TransientError,
  UnreachableError,
} from '../../../src/support/errors.js';
import { openAudience } from '../../../src/sync/run/open-audience.js';
import { processEvents, type EventsContext } from '../../../src/sync/events/process-events.js';
import { quickClock, type QuickClock } from '../../mailchimp/quick-clock.js';
import { openEventDesk, type EventDesk } from '../../support/world/event-desk.js';
import { openWorld, type World } from '../../support/world/open-world.js';

const people = Array.from({ length: 8 }, (_, index) => `person.${index}@oakline-farm.com`);
const [bad = ''] = people.slice(3);

describe('B31: an event that fails', () => {
  let odoo: SmallOdoo;
  let world: World;
  let desk: EventDesk;
  let clock: QuickClock;
  let context: EventsContext;
  /** What Odoo says to a call; undefined lets it through. */
  let answer: (call: OdooCall) => Error | undefined;

  beforeEach(async () => {
    odoo = await startSmallOdoo();
    world = await openWorld(odoo);
    clock = quickClock();
    desk = await openEventDesk(world, clock);
    answer = () => undefined;
    const { session } = world.odoo;
    const call = (one: OdooCall): Promise<unknown> => {
      const failure = answer(one);
      return failure === undefined ? session.transport.call(one) : Promise.reject(failure);
    };
    const transport = { ...session.transport, call };
    context = {
      ...{ ...desk.context, odoo: { ...session, transport } },
      open: (audience) => openAudience(context, audience, { dryRun: false }),
    };
    for (const email of people) await world.mailchimp.persona(email, 'subscribe');
    await desk.take(...(await desk.told()));
  });
  afterEach(async () => {
    await desk.close();
    await world.close();
    await odoo.close();
  });

  const work = async () => processEvents(context, await desk.store.inbox.due(100));
  const waiting = async (): Promise<(string | null)[]> => {
    const events = await desk.store.inbox.list({ state: 'waiting', limit: 100 });
    return events.map(({ email }) => email).sort();
  };
  const isAbout = (email: string, { params = {} }: OdooCall): boolean =>
    JSON.stringify(params).includes(email);
  const refusing =
    (error: Error) =>
    (call: OdooCall): Error | undefined =>
      call.method === 'create' && call.model === 'mailing.contact' && isAbout(bad, call) ? error : undefined;

  it('keeps none of the others back, and waits a growing pause', async () => {
    answer = refusing(new RecordError('Odoo says no', { code: 'odoo.validation' }));

    const { results } = await work();

    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(7);
    expect(await waiting()).toEqual([bad]);
    const [event] = await desk.store.inbox.list({ state: 'waiting', limit: 1 });
    expect(event).toMatchObject({
      attempts: 1,
      error: { code: 'odoo.validation', message: 'Odoo says no' },
      retryAt: new Date(clock.now().getTime() + 15_000).toISOString(),
    });
  });

  it('is tried again, and done when it passes', async () => {
    answer = refusing(new RecordError('Odoo says no', { code: 'odoo.validation' }));
    await work();
    answer = () => undefined;
    await clock.sleep(15_000);

    const { results } = await work();

    expect(results.map(({ outcome }) => outcome)).toEqual(['created']);
    expect(await waiting()).toEqual([]);
  });

  it('goes into quarantine after the eighth time, from where a person releases it', async () => {
    answer = refusing(new RecordError('Odoo says no', { code: 'odoo.validation' }));
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await work();
      await clock.sleep(60 * 60_000);
    }

    expect(await desk.store.inbox.counts()).toEqual({
      waiting: 0,
      held: 0,
      quarantined: 1,
      oldestWaiting: null,
    });
    answer = () => undefined;
    await desk.store.inbox.release(null);
    await work();
    expect(await world.odoo.contact(bad)).toMatchObject({ optOut: false });
  });

  it.each([
    ['a fault of the bridge', new TypeError('x is not a function'), 'bug'],
    [
      'an answer nobody understands',
      new OperatorError('no', { code: 'odoo.unexpected_answer' }),
      'odoo.unexpected_answer',
    ],
  ])('over %s is found by halving', async (_what, error, code) => {
    answer = (call) => (isAbout(bad, call) && call.method !== 'search_read' ? error : undefined);

    const { results } = await work();

    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(7);
    expect(results.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { event: { email: bad }, error: { code }, cause: error },
    ]);
  });

  it('because Odoo is away waits without being counted, however long that is', async () => {
    answer = () => new UnreachableError('Nothing answers', { code: 'odoo.unreachable' });

    for (let attempt = 1; attempt <= 20; attempt += 1)
      await expect(work()).rejects.toMatchObject({ code: 'odoo.unreachable' });

    const events = await desk.store.inbox.list({ state: 'waiting', limit: 100 });
    expect(events.map(({ attempts, retryAt }) => [attempts, retryAt])).toEqual(people.map(() => [0, null]));
  });

  it('when Odoo stumbles is looked at alone before it is counted', async () => {
    answer = refusing(new TransientError('Too slow', { code: 'odoo.timeout' }));
    await expect(work()).rejects.toMatchObject({ code: 'odoo.timeout' });

    const { results } = await processEvents(
      context,
      (await desk.store.inbox.due(100)).filter(({ email }) => email === bad),
    );

    expect(results).toMatchObject([{ outcome: 'failed', error: { code: 'odoo.timeout' } }]);
  });

  it('for a reason that concerns the whole audience waits for that, uncounted', async () => {
    answer = () => new ConfigurationError('No such field', { code: 'config.mapping' });

    const { results } = await work();

    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['put_off']));
    const events = await desk.store.inbox.list({ state: 'waiting', limit: 100 });
    expect(events.map(({ attempts, error }) => [attempts, error?.code])).toEqual(
      people.map(() => [0, 'config.mapping']),
    );
    await clock.sleep(5 * 60_000);
    answer = () => undefined;
    expect((await work()).results).toHaveLength(8);
  });

  it('stops with the run, and waits as it was', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    context = { ...context, signal: stop.signal };

    await expect(work()).rejects.toThrow('stopped');

    expect(await waiting()).toEqual(people);
  });
});
