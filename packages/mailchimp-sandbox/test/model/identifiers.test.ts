import { describe, expect, it } from '@jest/globals';
import { contactId, seqOfContactId, subscriberHash } from '../../src/model/identifiers.js';
import { formatTime, parseTime } from '../../src/model/timestamps.js';

describe('Identifiers', () => {
  it('hash the lower-cased address and nothing else', () => {
    expect(subscriberHash('Urist.McVankab+3@freddiesjokes.com')).toBe(
      subscriberHash('urist.mcvankab+3@freddiesjokes.com'),
    );
    expect(subscriberHash('a.b@acme-widgets.com')).not.toBe(subscriberHash('ab@acme-widgets.com'));
  });

  it.each([0, 1, 41, 999_999])('find member %i again in its contact id', (seq) => {
    expect(contactId('a36b032126', seq)).toMatch(/^[0-9a-f]{32}$/);
    expect(seqOfContactId(contactId('a36b032126', seq))).toBe(seq);
  });
});

describe('Times', () => {
  it.each([
    ['2021-11-23T22:51:56+00:00', '2021-11-23T22:51:56+00:00'],
    ['2021-11-23 22:51:56', '2021-11-23T22:51:56+00:00'],
    ['2021-11-23T22:51:56Z', '2021-11-23T22:51:56+00:00'],
    ['2021-11-23T22:51:56.123Z', '2021-11-23T22:51:56+00:00'],
    ['2021-11-23T23:51:56+01:00', '2021-11-23T22:51:56+00:00'],
    ['2021-11-23T23:51:56 01:00', '2021-11-23T22:51:56+00:00'],
    ['2021-11-23', '2021-11-23T00:00:00+00:00'],
    ['', ''],
  ])('read %j as %j', (given, wanted) => {
    expect(formatTime(parseTime(given) ?? -1)).toBe(wanted);
  });

  it.each(['soon', '23/11/2021', '2021-13-01T00:00:00Z'])('do not read %j', (given) => {
    expect(parseTime(given)).toBeUndefined();
  });
});
