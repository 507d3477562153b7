import { describe, expect, it } from '@jest/globals';
import { subscriberHash } from '../../src/mailchimp/subscriber-hash.js';

describe('subscriberHash', () => {
  it('is the md5 of the address in lower case', () => {
    expect(subscriberHash('Urist.McVankab@freddiesjokes.com')).toBe('62eeb292278cc15f5817cb78f7790b08');
  });

  it('normalises nothing else: dots and plus signs tell addresses apart', () => {
    expect(subscriberHash('a.b+c@acme.com')).not.toBe(subscriberHash('ab@acme.com'));
  });
});
