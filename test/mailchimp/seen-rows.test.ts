import { describe, expect, it } from '@jest/globals';
import { memberSchema, type Member } from '../../src/mailchimp/member.js';
import { createSeenRows } from '../../src/mailchimp/page-members.js';
import { buildRawMember } from './build-member.js';

const row = (contact_id: string, second: number): Member =>
  memberSchema.parse(buildRawMember({ contact_id, last_changed: `2026-01-01T00:00:0${second}+00:00` }));

describe('createSeenRows', () => {
  it('tells the same state of a member from a later one', () => {
    const seen = createSeenRows();

    seen.add([row('a', 1)]);

    expect([seen.has(row('a', 1)), seen.has(row('a', 2)), seen.has(row('b', 1))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('forgets what is older than the last page, but not what shares its last second', () => {
    const seen = createSeenRows();

    seen.add([row('a', 1), row('b', 2)]);
    seen.add([row('b', 2), row('c', 2)]);
    seen.add([row('c', 2), row('d', 2)]);

    expect(['a', 'b', 'c', 'd'].map((id) => seen.has(row(id, id === 'a' ? 1 : 2)))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('knows a row from before as seen, and in a new pass as not yet met', () => {
    const seen = createSeenRows();
    seen.add([row('a', 1)]);

    seen.startPass();

    expect([seen.has(row('a', 1)), seen.hasInPass(row('a', 1))]).toEqual([true, false]);
  });
});
