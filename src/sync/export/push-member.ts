import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { Member } from '../../mailchimp/member.js';
import { RecordError } from '../../support/errors.js';
import type { AudienceRun } from '../sync-context.js';
import type { ExportItem, PushResult } from './export-item.js';

/** One person through the member endpoints (B23). A refusal is a result; any other failure ends the run. */
export async function pushMember(run: AudienceRun, item: ExportItem): Promise<PushResult> {
  try {
    const member = await write(run, item);
    return { item, member, created: item.plan.consent.action === 'create' };
  } catch (error) {
    if (error instanceof RecordError) return { item, error };
    throw error;
  }
}

async function write(run: AudienceRun, item: ExportItem): Promise<Member> {
  const { consent, push, known } = item.plan;
  const audienceId = run.audience.id;
  const hash = item.binding?.subscriberHash ?? subscriberHash(known.address);
  const mergeFields = push.mergeFields;
  if (consent.action === 'create') {
    const { statusIfNew } = consent;
    const tags = push.tags.add;
    return run.mailchimp.members.put(audienceId, hash, {
      email: known.address,
      statusIfNew,
      mergeFields,
      tags,
    });
  }
  const member = await run.mailchimp.members.patch(audienceId, hash, {
    mergeFields,
    ...(push.renameTo === null ? {} : { email: push.renameTo }),
    ...statusOf(item),
  });
  const changes = [
    ...push.tags.add.map((name) => ({ name, active: true })),
    ...push.tags.remove.map((name) => ({ name, active: false })),
  ];
  if (changes.length > 0) await run.mailchimp.tags.change(audienceId, member.id, changes);
  return member;
}

/** B26: an ordinary update says nothing about the status. */
function statusOf({ plan: { consent } }: ExportItem): { status?: 'subscribed' | 'pending' | 'unsubscribed' } {
  if (consent.action === 'unsubscribe') return { status: 'unsubscribed' };
  return consent.action === 'resubscribe' ? { status: consent.status } : {};
}
