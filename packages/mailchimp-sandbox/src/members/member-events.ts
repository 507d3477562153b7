import type { MemberEvent } from '../model/audience-event.js';
import type { MemberRecord } from '../model/member-record.js';
import type { WriteContext } from './write-context.js';

/**
 * The events a change tells (API §10.3, §15): one for the status, else one for the data; a new address comes as
 * the pair upemail and profile; tags tell nothing.
 */
export function memberEvents(
  context: WriteContext,
  before: MemberRecord | undefined,
  after: MemberRecord,
): MemberEvent[] {
  const base = { audience: context.audience, member: after, source: context.source, at: after.changedAt };
  const events: MemberEvent[] = [];
  const moved = before !== undefined && before.email !== after.email;
  if (moved) events.push({ ...base, type: 'upemail', oldEmail: before.email }, { ...base, type: 'profile' });
  const status = statusEvent(context, before, after);
  if (status) events.push({ ...base, ...status });
  else if (before && !moved && after.status !== 'archived' && profileChanged(before, after)) {
    events.push({ ...base, type: 'profile' });
  }
  return events;
}

type Told = Pick<MemberEvent, 'type' | 'action' | 'reason'>;

function statusEvent(
  context: WriteContext,
  before: MemberRecord | undefined,
  after: MemberRecord,
): Told | undefined {
  if (before?.status === after.status) return undefined;
  if (after.status === 'subscribed') return { type: 'subscribe' };
  if (!before) return undefined;
  if (after.status === 'unsubscribed') {
    return { type: 'unsubscribe', action: 'unsub', reason: after.lock === 'abuse' ? 'abuse' : 'manual' };
  }
  if (after.status === 'cleaned') return { type: 'cleaned', reason: 'hard' };
  return after.status === 'archived' ? removalEvent(context) : undefined;
}

/** What archiving and deleting tell is undocumented, hence the knob. */
export function removalEvent({ world }: WriteContext): Told | undefined {
  const { archive_event: action } = world.knobs;
  if (action === 'none') return undefined;
  return { type: 'unsubscribe', action: action === 'unsub' ? 'unsub' : 'delete', reason: 'manual' };
}

function profileChanged(before: MemberRecord, after: MemberRecord): boolean {
  return (
    JSON.stringify(before.merges) !== JSON.stringify(after.merges) ||
    JSON.stringify(before.interests) !== JSON.stringify(after.interests) ||
    before.emailType !== after.emailType ||
    before.language !== after.language
  );
}
