import type { Audience } from '../model/audience.js';
import { madeUpEngagement } from '../model/engagement.js';
import { subscriberHash } from '../model/identifiers.js';
import type { Lock, MemberRecord } from '../model/member-record.js';
import type { MemberStatus } from '../model/member-status.js';
import { seededRandom } from '../model/random.js';
import type { Random } from '../model/random.js';
import { domains, firstNames, lastNames } from './seed-names.js';

export interface Seeding {
  count: number;
  seed: number;
  /** Unix seconds: everything happened before, within the year. */
  at: number;
  /** Number of the first member. */
  from: number;
  /** Which of them are left out, by index. */
  without: readonly number[];
}

const year = 365 * 24 * 3600;
/** Nothing seeded is younger, so that a mark taken now is safely after it. */
const quiet = 600;

/**
 * Puts `count` made-up members there, the same for the same seed: 90 % subscribed, 5 % unsubscribed (three in five
 * by themselves), 2 % cleaned, 1 % each pending, transactional and archived; last changes ascend over a year.
 */
export function seedMembers(audience: Audience, seeding: Seeding): void {
  const without = new Set(seeding.without);
  for (const [index, record] of seeded(seeding)) if (!without.has(index)) audience.members.restore(record);
  audience.members.tidy();
}

/** The indexes of those whose address is there already, or was deleted for good. */
export function takenInSeed({ members, forgotten }: Audience, seeding: Seeding): number[] {
  if (members.size === 0 && forgotten.size === 0) return [];
  const taken: number[] = [];
  for (const [index, { id }] of seeded(seeding))
    if (members.byHash(id) || forgotten.has(id)) taken.push(index);
  return taken;
}

function* seeded(seeding: Seeding): Generator<[index: number, record: MemberRecord]> {
  const random = seededRandom(seeding.seed);
  const step = (year - quiet) / seeding.count;
  for (let index = 0; index < seeding.count; index += 1) {
    const changedAt = Math.floor(seeding.at - year + index * step);
    const person = somebody(random, seeding.seed, index);
    const seq = seeding.from + index;
    yield [index, memberOf(person, random, { seq, changedAt })];
  }
}

interface Person {
  first: string;
  last: string;
  email: string;
}

function somebody(random: Random, seed: number, index: number): Person {
  const first = drawn(firstNames, random);
  const last = drawn(lastNames, random);
  const number = `${seed.toString(36)}-${index.toString(36)}`;
  return { first, last, email: `${first}.${last}.${number}@${drawn(domains, random)}`.toLowerCase() };
}

function drawn(options: readonly string[], random: Random): string {
  return options[Math.floor(random() * options.length)] ?? '';
}

type Dealt = Pick<MemberRecord, 'status' | 'lock' | 'reason'>;
const byContact = { status: 'unsubscribed', lock: 'user', reason: 'None given' } as const;
const byAccount = { status: 'unsubscribed', lock: '', reason: 'N/A (Unsubscribed by admin)' } as const;
const plain = (status: MemberStatus, lock: Lock = ''): Dealt => ({ status, lock, reason: '' });

function dealtStatus(percent: number): Dealt {
  if (percent < 90) return plain('subscribed');
  if (percent < 93) return byContact;
  if (percent < 95) return byAccount;
  if (percent < 97) return plain('cleaned', 'bounce');
  if (percent < 98) return plain('pending');
  return plain(percent < 99 ? 'transactional' : 'archived');
}

function memberOf(person: Person, random: Random, at: Pick<MemberRecord, 'seq' | 'changedAt'>): MemberRecord {
  const dealt = dealtStatus(random() * 100);
  const pending = dealt.status === 'pending';
  const id = subscriberHash(person.email);
  return {
    seq: at.seq,
    email: person.email,
    id,
    status: dealt.status,
    statusAt: at.changedAt,
    lock: dealt.lock,
    reason: dealt.reason,
    merges: { FNAME: person.first, LNAME: person.last },
    emailType: 'html',
    vip: false,
    language: '',
    source: 'Import',
    ipSignup: '',
    ipOpt: pending ? '' : '203.0.113.7',
    signupAt: 0,
    optAt: pending ? 0 : at.changedAt,
    changedAt: at.changedAt,
    createdAt: at.changedAt,
    engagement: madeUpEngagement(id),
    location: undefined,
    interests: undefined,
    permissions: undefined,
    tags: undefined,
  };
}
