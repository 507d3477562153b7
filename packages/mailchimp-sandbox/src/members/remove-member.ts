import { problems } from '../http/problems.js';
import { countGrowth } from '../model/growth.js';
import { knobValues } from '../model/knobs.js';
import type { MemberRecord } from '../model/member-record.js';
import { archivedStanding } from '../rules/status-machine.js';
import { removalEvent } from './member-events.js';
import { saveMember } from './save-member.js';
import { untag } from './tag-members.js';
import type { WriteContext } from './write-context.js';

/** Archives: the data stays, the status goes (API §5.4 rules 16 and 17). */
export function archiveMember(context: WriteContext, before: MemberRecord): MemberRecord {
  if (!knobValues(context.world.knobs.archivable).includes(before.status)) {
    throw problems.notAllowed(
      'GET, PUT',
      'This list member cannot be removed. Can not archive a contact that is bounced, pending or archived',
    );
  }
  return saveMember(context, before, {
    ...before,
    ...archivedStanding(before, context.world.knobs),
    reason: '',
  });
}

/** Deletes for good: the address can't be put back by anyone but its owner (API §5.4 rule 19). */
export function deletePermanently(context: WriteContext, member: MemberRecord): void {
  const { audience, world } = context;
  audience.members.remove(member.seq);
  audience.forgotten.add(member.id);
  untag(audience, member);
  countGrowth(audience.growth, world.now(), 'deleted');
  const told = removalEvent(context);
  if (told) world.events.emit({ ...told, audience, member, source: context.source, at: world.now() });
}
