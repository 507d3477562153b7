import { describe, expect, it } from '@jest/globals';
import { fromYesNo, toChoice } from '../../../../src/core/mapping/convert/choice.js';
import { Unfit } from '../../../../src/core/mapping/unfit.js';

describe('toChoice', () => {
  it.each<[string | number | boolean, string]>([
    ['Gold', 'Gold'],
    [' gold ', 'Gold'],
    [1, '1'],
  ])('B4: %j is the choice %s', (scalar, choice) => {
    expect(toChoice(scalar, ['Silver', 'Gold', '1'])).toBe(choice);
  });

  it.each([
    [true, 'Yes'],
    [false, 'No'],
  ])('B4: the boolean %j is %s', (scalar, choice) => {
    expect(toChoice(scalar, ['No', 'Yes'])).toBe(choice);
  });

  it.each<[string | boolean]>([['Bronze'], [true], ['']])('B4: %j must be one of the choices', (scalar) => {
    expect(toChoice(scalar, ['Silver', 'Gold'])).toEqual(new Unfit('is none of the choices Silver, Gold'));
  });
});

describe('fromYesNo', () => {
  it.each([
    ['Yes', true],
    [' TRUE ', true],
    ['1', true],
    ['on', true],
    ['No', false],
    ['false', false],
    ['0', false],
  ])('B4: %s is %j', (text, answer) => {
    expect(fromYesNo(text)).toBe(answer);
  });

  it.each(['maybe', '', '2'])('B4: %j is neither', (text) => {
    expect(fromYesNo(text)).toEqual(new Unfit('is neither yes nor no'));
  });
});
