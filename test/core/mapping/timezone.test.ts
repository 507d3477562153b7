import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTimezone } from '../../../src/core/mapping/timezone.js';

describe('B61: a time zone', () => {
  it.each([
    ['America/Lima', '2026-11-30 02:30:00', '2026-11-29 21:30:00'],
    ['Europe/Lisbon', '2026-07-01 23:15:00', '2026-07-02 00:15:00'],
    ['Asia/Kolkata', '2026-01-01 20:00:05', '2026-01-02 01:30:05'],
    ['UTC', '2026-01-01 00:00:00', '2026-01-01 00:00:00'],
  ])('%s: %s is %s, both ways', (name, utc, local) => {
    const timezone = openTimezone(name);

    expect(timezone.toLocal(utc)).toBe(local);
    expect(timezone.toUtc(local)).toBe(utc);
  });

  it('gives a time that the change of clocks leaves out one of the same day', () => {
    const timezone = openTimezone('America/Sao_Paulo');

    const utc = timezone.toUtc('2018-11-04 00:00:00');

    expect(timezone.toLocal(utc)).toBe('2018-11-04 01:00:00');
  });

  it.each([undefined, 'Mars/Olympus'])('is UTC where there is none this machine knows: %s', (name) => {
    expect(openTimezone(name).toLocal('2026-01-01 00:00:00')).toBe('2026-01-01 00:00:00');
  });

  it('keeps the day of every moment there and back, wherever clocks change', () => {
    const zones = [
      'America/Sao_Paulo',
      'Asia/Beirut',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Europe/Dublin',
    ];
    const moments = fc.date({
      min: new Date('1980-01-01'),
      max: new Date('2037-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (zone, moment) => {
        const timezone = openTimezone(zone);
        const local = timezone.toLocal(moment.toISOString().slice(0, 19).replace('T', ' '));

        expect(timezone.toLocal(timezone.toUtc(local)).slice(0, 10)).toBe(local.slice(0, 10));
      }),
      { numRuns: 500 },
    );
  });
});
