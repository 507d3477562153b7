import type { FieldMapping } from '../../core/mapping/field-mapping.js';
import type { Member } from '../../mailchimp/member.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { isMemberRefusal } from '../../mailchimp/member-refusal.js';
import type { AudienceRun } from '../sync-context.js';
import type { ExportItem, PushResult } from './export-item.js';
import { memberWrite } from './member-write.js';

/** One person through the member endpoints (B23). A refusal is a result; any other failure ends the run. */
export async function pushMember(
  run: AudienceRun,
  item: ExportItem,
  mappings: readonly FieldMapping[],
): Promise<PushResult> {
  try {
    const member = await write(run, item, mappings);
    return { item, member, created: item.plan.consent.action === 'create' };
  } catch (error) {
    if (isMemberRefusal(error)) return { item, error };
    throw error;
  }
}

async function write(run: AudienceRun, item: ExportItem, mappings: readonly FieldMapping[]): Promise<Member> {
  const { consent, push, known } = item.plan;
  const { members, tags } = run.mailchimp;
  const audienceId = run.audience.id;
  const hash = item.binding?.subscriberHash ?? subscriberHash(known.address);
  const values = memberWrite(mappings, push.values);
  if (consent.action === 'create') {
    const { statusIfNew } = consent;
    return members.put(audienceId, hash, {
      email: known.address,
      statusIfNew,
      ...values,
      tags: push.tags.add,
    });
  }
  const member = await members.patch(audienceId, hash, {
    ...values,
    ...(push.renameTo === null ? {} : { email: push.renameTo }),
    // B26: an ordinary update says nothing about the status.
    ...(consent.action === 'resubscribe' ? { status: consent.status } : {}),
  });
  const changes = [
    ...push.tags.add.map((name) => ({ name, active: true })),
    ...push.tags.remove.map((name) => ({ name, active: false })),
  ];
  await tags.change(audienceId, member.id, changes);
  return member;
}
