import type { MemberRecord } from './member-record.js';
import type { World } from './world.js';

/** When a change that is made now happened, and from when on it is listed: some time after, by the knob. */
export function changeStamp(world: World): Pick<MemberRecord, 'changedAt' | 'listedAt'> {
  const changedAt = world.now();
  const lag = world.knobs.listing_lag_s;
  return { changedAt, listedAt: lag > 0 ? changedAt + lag : undefined };
}
