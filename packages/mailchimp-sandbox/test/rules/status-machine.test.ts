import { describe, expect, it } from '@jest/globals';
import type { Lock } from '../../src/model/member-record.js';
import type { MemberStatus, WritableStatus } from '../../src/model/member-status.js';
import { archivedStanding, requestStatus } from '../../src/rules/status-machine.js';

const rules = { cleaned_to_unsubscribed: 'ok', to_transactional: 'reject', archive_forgets_compliance: true };

type Row = readonly [from: MemberStatus, lock: Lock, to: WritableStatus, result: string];

const table: readonly Row[] = [
  ['subscribed', '', 'unsubscribed', 'unsubscribed'],
  ['subscribed', '', 'cleaned', 'cleaned'],
  ['subscribed', '', 'pending', 'pending'],
  ['subscribed', '', 'transactional', 'transactional is refused'],
  ['unsubscribed', '', 'subscribed', 'subscribed'],
  ['unsubscribed', '', 'pending', 'pending'],
  ['unsubscribed', 'user', 'subscribed', 'compliance'],
  ['unsubscribed', 'abuse', 'subscribed', 'compliance'],
  ['unsubscribed', 'user', 'pending', 'pending'],
  ['unsubscribed', 'user', 'unsubscribed', 'unsubscribed'],
  ['cleaned', 'bounce', 'subscribed', 'compliance'],
  ['cleaned', 'bounce', 'pending', 'pending'],
  ['cleaned', 'bounce', 'unsubscribed', 'unsubscribed'],
  ['pending', '', 'subscribed', 'subscribed'],
  ['pending', 'user', 'subscribed', 'compliance'],
  ['pending', '', 'unsubscribed', 'unsubscribed'],
  ['archived', '', 'subscribed', 'subscribed'],
  ['archived', '', 'unsubscribed', 'unsubscribed'],
  ['archived', '', 'pending', 'pending'],
  ['archived', '', 'cleaned', 'cleaned'],
  ['archived', '', 'transactional', 'transactional'],
  ['transactional', '', 'subscribed', 'subscribed'],
  ['transactional', '', 'unsubscribed', 'unsubscribed'],
  ['transactional', '', 'pending', 'pending'],
  ['unsubscribed', 'user', 'cleaned', 'cleaned'],
  ['unsubscribed', '', 'transactional', 'transactional is refused'],
  ['pending', '', 'cleaned', 'cleaned'],
  ['pending', '', 'pending', 'pending'],
  ['pending', '', 'transactional', 'transactional is refused'],
  ['cleaned', 'bounce', 'transactional', 'transactional is refused'],
];

describe('The status machine', () => {
  it.each(table)('%s (lock "%s") asked for %s gives %s', (status, lock, to, result) => {
    const next = requestStatus({ status, lock }, to, rules);

    const said =
      next === 'transactional' ? 'transactional is refused' : typeof next === 'string' ? next : next.status;
    expect(said).toBe(result);
  });

  it('does not launder an opt-out by way of another status', () => {
    const bounced = requestStatus({ status: 'cleaned', lock: 'bounce' }, 'unsubscribed', rules);
    const pending = requestStatus({ status: 'unsubscribed', lock: 'user' }, 'pending', rules);

    expect(bounced).toEqual({ status: 'unsubscribed', lock: 'bounce' });
    expect(pending).toEqual({ status: 'pending', lock: 'user' });
  });

  it('follows the knobs where nobody knows', () => {
    const strict = { ...rules, cleaned_to_unsubscribed: 'compliance' };
    const lenient = { ...rules, to_transactional: 'ok' };

    expect(requestStatus({ status: 'cleaned', lock: 'bounce' }, 'unsubscribed', strict)).toBe('compliance');
    expect(requestStatus({ status: 'subscribed', lock: '' }, 'transactional', lenient)).toEqual({
      status: 'transactional',
      lock: '',
    });
  });

  it('forgets on archiving, unless the knob says otherwise', () => {
    const from = { status: 'unsubscribed', lock: 'user' } as const;

    expect(archivedStanding(from, rules)).toEqual({ status: 'archived', lock: '' });
    expect(archivedStanding(from, { ...rules, archive_forgets_compliance: false }).lock).toBe('user');
  });
});
