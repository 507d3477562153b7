import type { FieldMapping } from '../../core/mapping/field-mapping.js';
import type { Member } from '../../mailchimp/member.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { BridgeError } from '../../support/errors.js';
import { isMemberRefusal } from '../../mailchimp/member-refusal.js';
import type { OpenAudience } from '../run/audience-run.js';
import { memberWrite } from './member-write.js';
import type { ExportConsent, Push } from './plan-contact.js';
import type { PushPlan } from './plan-records.js';

/** What MailChimp said to one of them. */
export type PushAnswer = { plan: PushPlan } & ({ member: Member; created: boolean } | { error: BridgeError });

export interface PushOptions {
  mappings: readonly FieldMapping[];
  /** Where no automation is to start (B62). */
  quietly: { isSyncing?: boolean };
}

/** One person through the member endpoints (B23). A refusal is a result; any other failure ends the run. */
export async function pushMember(
  run: OpenAudience,
  plan: PushPlan,
  options: PushOptions,
): Promise<PushAnswer> {
  try {
    const member = await write(run, plan, options);
    return { plan, member, created: plan.decision.consent.action === 'create' };
  } catch (error) {
    if (isMemberRefusal(error)) return { plan, error };
    throw error;
  }
}

async function write(
  run: OpenAudience,
  { known, decision: { consent, push } }: PushPlan,
  { mappings, quietly }: PushOptions,
): Promise<Member> {
  const { members, tags } = run.mailchimp;
  const audienceId = run.audience.id;
  const hash = known.binding?.subscriberHash ?? subscriberHash(known.address);
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
  const change = {
    ...values,
    ...(push.renameTo === null ? {} : { email: push.renameTo }),
    // B26: an ordinary update says nothing about the status.
    ...(consent.action === 'resubscribe' ? { status: consent.status } : {}),
  };
  // An empty change would be one all the same to MailChimp; one who is gone is told by it.
  const seen = isOnTagsOnly(consent, push) ? await members.get(audienceId, hash) : null;
  const member = seen ?? (await members.patch(audienceId, hash, change));
  const changes = [
    ...push.tags.add.map((name) => ({ name, active: true })),
    ...push.tags.remove.map((name) => ({ name, active: false })),
  ];
  await tags.change(audienceId, member.id, changes, quietly);
  return member;
}

function isOnTagsOnly({ action }: ExportConsent, { renameTo, values }: Push): boolean {
  return action === 'update' && renameTo === null && Object.keys(values).length === 0;
}
