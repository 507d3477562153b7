import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { pipeline } from '../../src/support/pipeline.js';

type Stage = 'prepare' | 'apply' | 'record';

interface Item {
  name: string;
  keys?: string[];
  /** Known after preparing. */
  touches?: string[];
}

/** A pipeline whose stages begin by themselves and end when they are told to. */
class HandPipeline {
  /** `prepare a`, `apply a`, `record a`, in the order they began. */
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  readonly #open = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  readonly run: Promise<void>;
  #given = 0;

  constructor(items: readonly (Item | Error)[], applyAtOnce = 1) {
    this.run = pipeline<Item, Item, Item>(this.#give(items), {
      applyAtOnce,
      keysOf: ({ keys = [] }) => keys,
      touchedBy: ({ touches = [] }) => touches,
      prepare: (item) => this.#stage('prepare', item),
      apply: (item) => this.#stage('apply', item),
      record: async (item) => {
        await this.#stage('record', item);
      },
    });
    this.run.catch(() => undefined);
  }

  /** Items taken from the source. */
  get given(): number {
    return this.#given;
  }

  async end(stage: Stage, name: string): Promise<void> {
    await this.#settle(`${stage} ${name}`, ({ resolve }) => resolve());
  }

  async fail(stage: Stage, name: string): Promise<void> {
    await this.#settle(`${stage} ${name}`, ({ reject }) => reject(new Error(`${stage} ${name} failed`)));
  }

  /** Ends every stage as soon as it has begun, until there is none. */
  async endAll(): Promise<void> {
    await this.quiet();
    for (let [next] = this.#open.keys(); next !== undefined; [next] = this.#open.keys())
      await this.#settle(next, ({ resolve }) => resolve());
  }

  /** Until everything that can go on has. */
  async quiet(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await immediate();
  }

  #stage(stage: Stage, item: Item): Promise<Item> {
    const step = `${stage} ${item.name}`;
    this.begun.push(step);
    return new Promise((resolve, reject) => {
      this.#open.set(step, { resolve: () => resolve(item), reject });
    });
  }

  async #settle(step: string, how: (open: { resolve: () => void; reject: (error: Error) => void }) => void) {
    await this.quiet();
    const open = this.#open.get(step);
    if (open === undefined)
      throw new Error(`${step} is not under way, only ${[...this.#open.keys()].join(', ')}`);
    this.#open.delete(step);
    this.ended.push(step);
    how(open);
    await this.quiet();
  }

  async *#give(items: readonly (Item | Error)[]): AsyncGenerator<Item> {
    for (const item of items) {
      await Promise.resolve();
      if (item instanceof Error) throw item;
      this.#given += 1;
      yield item;
    }
  }
}

const named = (...names: string[]): Item[] => names.map((name) => ({ name }));

describe('pipeline', () => {
  it('takes every item through every stage, in order', async () => {
    const line = new HandPipeline(named('a', 'b', 'c'));

    await line.endAll();
    await line.run;

    for (const stage of ['prepare', 'apply', 'record'])
      expect(line.ended.filter((step) => step.startsWith(stage))).toEqual([
        `${stage} a`,
        `${stage} b`,
        `${stage} c`,
      ]);
  });

  it('prepares one and records another while one is applied', async () => {
    const line = new HandPipeline(named('a', 'b', 'c'));

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    await line.end('prepare', 'b');

    expect(line.begun.slice(-3).sort()).toEqual(['apply b', 'prepare c', 'record a']);
    await line.endAll();
    await line.run;
  });

  it('applies one at a time', async () => {
    const line = new HandPipeline(named('a', 'b'));

    await line.end('prepare', 'a');
    await line.end('prepare', 'b');
    expect(line.begun).not.toContain('apply b');

    await line.end('apply', 'a');
    expect(line.begun).toContain('apply b');
    await line.endAll();
    await line.run;
  });

  it('applies so many at a time as it is told', async () => {
    const line = new HandPipeline(named('a', 'b', 'c'), 2);

    await line.end('prepare', 'a');
    await line.end('prepare', 'b');
    await line.end('prepare', 'c');
    expect(line.begun.slice(-2)).toEqual(['apply b', 'prepare c']);

    await line.end('apply', 'a');
    expect(line.begun).toContain('apply c');
    await line.endAll();
    await line.run;
  });

  it('records in order what was applied in another', async () => {
    const line = new HandPipeline(named('a', 'b'), 2);

    await line.end('prepare', 'a');
    await line.end('prepare', 'b');
    await line.end('apply', 'b');
    expect(line.begun).not.toContain('record b');
    await line.end('apply', 'a');
    await line.end('record', 'a');

    expect(line.begun.at(-1)).toBe('record b');
    await line.endAll();
    await line.run;
  });

  it('records one at a time, in order', async () => {
    const line = new HandPipeline(named('a', 'b'));

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    await line.end('prepare', 'b');
    await line.end('apply', 'b');
    expect(line.begun).not.toContain('record b');

    await line.end('record', 'a');
    expect(line.begun).toContain('record b');
    await line.endAll();
    await line.run;
  });

  it('holds three items at most, however long recording takes', async () => {
    const line = new HandPipeline(named('a', 'b', 'c', 'd'));

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    await line.end('prepare', 'b');
    await line.end('apply', 'b');
    await line.end('prepare', 'c');

    expect(line.begun).not.toContain('apply c');
    expect(line.given).toBe(3);
    await line.end('record', 'a');
    expect(line.begun).toContain('apply c');
    await line.endAll();
    await line.run;
  });

  it('ends at once without items', async () => {
    await expect(new HandPipeline([]).run).resolves.toBeUndefined();
  });
});

describe('pipeline of items that share a key', () => {
  it('waits until the one before is recorded', async () => {
    const line = new HandPipeline([
      { name: 'a', keys: ['ana@shop.pt'] },
      { name: 'b', keys: ['eva@shop.pt', 'ana@shop.pt'] },
    ]);

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    expect(line.begun).not.toContain('prepare b');

    await line.end('record', 'a');
    expect(line.begun).toContain('prepare b');
    await line.endAll();
    await line.run;
  });

  it('prepares again when the key was only known after preparing', async () => {
    const line = new HandPipeline([
      { name: 'a', touches: ['contact 1'] },
      { name: 'b', keys: ['contact 1'], touches: ['contact 1'] },
      { name: 'c', touches: ['contact 1'] },
    ]);

    await line.endAll();
    await line.run;

    expect(line.ended).toEqual([
      'prepare a',
      'apply a',
      'record a',
      'prepare b',
      'apply b',
      'prepare c',
      'record b',
      'prepare c',
      'apply c',
      'record c',
    ]);
  });

  it('goes on overlapping afterwards', async () => {
    const line = new HandPipeline([
      { name: 'a', keys: ['x'] },
      { name: 'b', keys: ['x'] },
      { name: 'c', keys: ['y'] },
    ]);

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    await line.end('record', 'a');
    await line.end('prepare', 'b');

    expect(line.begun.slice(-2).sort()).toEqual(['apply b', 'prepare c']);
    await line.endAll();
    await line.run;
  });
});

describe('pipeline after a failure', () => {
  it('of prepare: applies nothing further, and what is under way comes to its end', async () => {
    const line = new HandPipeline(named('a', 'b', 'c'));
    let isOver = false;
    void line.run.catch(() => undefined).then(() => (isOver = true));

    await line.end('prepare', 'a');
    await line.fail('prepare', 'b');
    expect(isOver).toBe(false);
    await line.end('apply', 'a');
    expect(isOver).toBe(false);
    await line.end('record', 'a');

    await expect(line.run).rejects.toThrow('prepare b failed');
    expect(line.begun).not.toContain('apply b');
  });

  it('of apply: applies and records nothing further', async () => {
    const line = new HandPipeline(named('a', 'b', 'c'));

    await line.end('prepare', 'a');
    await line.end('prepare', 'b');
    await line.fail('apply', 'a');

    await expect(line.run).rejects.toThrow('apply a failed');
    expect(line.begun).not.toContain('apply b');
    expect(line.begun).not.toContain('record a');
  });

  it('of apply: what is applied beside it comes to its end, and is not recorded ahead of it', async () => {
    const line = new HandPipeline(named('a', 'b'), 2);
    let isOver = false;
    void line.run.catch(() => undefined).then(() => (isOver = true));

    await line.end('prepare', 'a');
    await line.end('prepare', 'b');
    await line.fail('apply', 'a');
    expect(isOver).toBe(false);
    await line.end('apply', 'b');

    await expect(line.run).rejects.toThrow('apply a failed');
    expect(line.begun).not.toContain('record b');
  });

  it('of apply: what is being prepared comes to its end first', async () => {
    const line = new HandPipeline(named('a', 'b'));

    await line.end('prepare', 'a');
    await line.fail('apply', 'a');
    await line.end('prepare', 'b');

    await expect(line.run).rejects.toThrow('apply a failed');
    expect(line.begun).not.toContain('apply b');
  });

  it('of apply: the item before is still recorded', async () => {
    const line = new HandPipeline(named('a', 'b', 'c'));

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    await line.end('prepare', 'b');
    await line.fail('apply', 'b');
    await line.end('prepare', 'c');
    await line.end('record', 'a');

    await expect(line.run).rejects.toThrow('apply b failed');
    expect(line.ended).toContain('record a');
  });

  it('of record: applies nothing further, and what is being applied comes to its end', async () => {
    const line = new HandPipeline(named('a', 'b', 'c'));

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    await line.end('prepare', 'b');
    await line.fail('record', 'a');
    await line.end('prepare', 'c');
    await line.end('apply', 'b');

    await expect(line.run).rejects.toThrow('record a failed');
    expect(line.begun).not.toContain('apply c');
    expect(line.begun).not.toContain('record b');
  });

  it('of record: an item that was being prepared is not applied', async () => {
    const line = new HandPipeline(named('a', 'b'));

    await line.end('prepare', 'a');
    await line.end('apply', 'a');
    await line.fail('record', 'a');
    await line.end('prepare', 'b');

    await expect(line.run).rejects.toThrow('record a failed');
    expect(line.begun).not.toContain('apply b');
  });

  it('of the source: what is under way is applied and recorded', async () => {
    const line = new HandPipeline([...named('a'), new Error('no more pages')]);

    await line.endAll();

    await expect(line.run).rejects.toThrow('no more pages');
    expect(line.ended).toEqual(['prepare a', 'apply a', 'record a']);
  });
});
