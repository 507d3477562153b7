import { describe, expect, it } from '@jest/globals';
import { fromBirthday, toBirthday, toDate } from '../../../../src/core/mapping/convert/calendar.js';
import { Unfit } from '../../../../src/core/mapping/unfit.js';

describe('toDate', () => {
  it.each([
    ['2026-11-25', '2026-11-25'],
    ['2026-11-25 23:59:59', '2026-11-25'],
    ['2026-11-25T10:00:00Z', '2026-11-25'],
    [' 2024-02-29 ', '2024-02-29'],
  ])('B4: %s is %s', (text, date) => {
    expect(toDate(text)).toBe(date);
  });

  it.each(['25/11/2026', '2026-13-01', '2026-02-30', '2023-02-29', '0000-01-01', '2026', '', true, 20261125])(
    'B4: %j is not a date',
    (scalar) => {
      expect(toDate(scalar)).toEqual(new Unfit('is not a date'));
    },
  );
});

describe('toBirthday', () => {
  it.each([
    ['1980-12-03', 'MM/DD', '12/03'],
    ['1980-12-03', 'DD/MM', '03/12'],
    ['1980-12-03 08:00:00', null, '12/03'],
    ['2024-02-29', 'MM/DD', '02/29'],
    ['2/29', 'MM/DD', '02/29'],
    ['12/3', 'MM/DD', '12/03'],
    ['3/12', 'DD/MM', '03/12'],
  ])('B4: %s in the order %s is %s', (text, format, birthday) => {
    expect(toBirthday(text, format)).toBe(birthday);
  });

  it.each<[string | boolean, string]>([
    ['13/01', 'MM/DD'],
    ['31/04', 'DD/MM'],
    ['02/30', 'MM/DD'],
    ['1980-02-30', 'MM/DD'],
    ['3 December', 'MM/DD'],
    [true, 'MM/DD'],
  ])('B4: %j in the order %s is none', (scalar, format) => {
    expect(toBirthday(scalar, format)).toEqual(new Unfit('is not a day of the year'));
  });
});

describe('fromBirthday', () => {
  it.each([
    ['12/03', 'MM/DD', '1980-12-03'],
    ['03/12', 'DD/MM', '1980-12-03'],
    ['2/29', 'MM/DD', '1980-02-29'],
  ])('B4: %s in the order %s keeps the year of birth', (text, format, date) => {
    expect(fromBirthday(text, format, '1980-05-01')).toBe(date);
  });

  it('B4: has no year of its own', () => {
    const unfit = new Unfit('has no year, and Odoo has no date to take it from');
    expect(fromBirthday('12/03', 'MM/DD', null)).toEqual(unfit);
  });

  it('B4: the 29th of February is no day of every year', () => {
    expect(fromBirthday('02/29', 'MM/DD', '1981-03-01')).toEqual(new Unfit('is no day of the year 1981'));
  });

  it.each(['13/45', '1980-12-03', 'soon'])('B4: %s is no day of the year', (text) => {
    expect(fromBirthday(text, 'MM/DD', '1980-05-01')).toEqual(new Unfit('is not a day of the year'));
  });
});
