import { describe, expect, it } from '@jest/globals';
import { openWriteGate } from '../../src/support/write-gate.js';

describe('the gate of writes', () => {
  it('B71: knows the right of the work that asks, whatever else is under way', async () => {
    const gate = openWriteGate<string>();
    const asked = async (): Promise<string | null> => {
      await Promise.resolve();
      return gate.right();
    };

    const rights = await Promise.all([gate.during('first', asked), asked(), gate.during('second', asked)]);

    expect(rights).toEqual(['first', null, 'second']);
  });

  it('B71: what outlives its work keeps the right it was asked under', async () => {
    const gate = openWriteGate<string>();
    let goOn = (): void => undefined;
    const isGoing = new Promise<void>((resolve) => (goOn = resolve));
    let late: Promise<string | null> = Promise.resolve(null);

    await gate.during('first', () => {
      late = isGoing.then(() => gate.right());
      return Promise.resolve();
    });
    await gate.during('second', () => {
      goOn();
      return Promise.resolve();
    });

    expect(await late).toBe('first');
  });

  it('B71: once closed, nobody may ask, and nobody is told that no right is needed', async () => {
    const gate = openWriteGate<string>();
    let goOn = (): void => undefined;
    const isGoing = new Promise<void>((resolve) => (goOn = resolve));
    const late = gate.during('first', () => isGoing.then(() => gate.right()));

    gate.close();
    goOn();

    await expect(late).rejects.toThrow('closed');
    expect(() => gate.right()).toThrow('closed');
    expect(() => gate.during('second', () => Promise.resolve())).toThrow('closed');
  });
});
