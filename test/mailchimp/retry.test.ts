import { describe, expect, it } from '@jest/globals';
import { pauseBefore, withRetry } from '../../src/mailchimp/retry.js';
import { BusyError, RecordError, TransientError } from '../../src/support/errors.js';
import { quickClock } from './quick-clock.js';

const server = new TransientError('fault', { code: 'mailchimp.server' });
const timeout = new TransientError('slow', { code: 'mailchimp.timeout' });
const always = () => 1;
const never = new AbortController().signal;

describe('pauseBefore', () => {
  it('doubles from a second up to half a minute, with full jitter', () => {
    const longest = [1, 2, 3, 4, 5].map((attempt) => pauseBefore(server, attempt, always));
    const shortest = pauseBefore(server, 5, () => 0);

    expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(shortest).toBe(0);
  });

  it('gives up after the sixth try', () => {
    expect(pauseBefore(server, 6, always)).toBeNull();
  });

  it('never repeats a timed-out call at once, for it may still be running', () => {
    expect(pauseBefore(timeout, 1, () => 0)).toBe(30_000);
    expect(pauseBefore(timeout, 2, always)).toBeNull();
  });

  it.each([
    new RecordError('no', { code: 'mailchimp.invalid' }),
    new BusyError('later', { code: 'mailchimp.signup_throttle' }),
    new Error('a bug'),
  ])('does not repeat after %s', (error) => {
    expect(pauseBefore(error, 1, always)).toBeNull();
  });
});

describe('withRetry', () => {
  it('calls until it succeeds', async () => {
    const clock = quickClock();
    const failures = [server, new BusyError('busy', { code: 'mailchimp.throttled' })];

    const result = await withRetry({ clock, random: always }, never, () => {
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : Promise.resolve('done');
    });

    expect(result).toBe('done');
    expect(clock.pauses).toEqual([1_000, 2_000]);
  });

  it('gives up when a call and its repetitions have taken ten minutes', async () => {
    const clock = quickClock();
    const slow = async (): Promise<never> => {
      await clock.sleep(5 * 60_000);
      throw server;
    };

    await expect(withRetry({ clock, random: always }, never, slow)).rejects.toBe(server);

    expect(clock.pauses).toEqual([300_000, 1_000, 300_000]);
  });

  it('ends a pause when it is told to', async () => {
    const ending = new AbortController();
    const failing = (): Promise<never> => {
      ending.abort(new Error('Ctrl-C'));
      return Promise.reject(server);
    };

    await expect(withRetry({ clock: quickClock(), random: always }, ending.signal, failing)).rejects.toThrow(
      'Ctrl-C',
    );
  });
});
