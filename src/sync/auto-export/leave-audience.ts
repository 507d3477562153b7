import type { MemberStatus } from '../../core/member-status.js';
import type { Binding } from '../../store/binding.js';
import { chunk } from '../../support/chunk.js';
import { groupBy } from '../../support/group-by.js';
import { baseOf } from '../people/binding-history.js';
import type { AudienceRun } from '../sync-context.js';

/** MailChimp takes as many in one call (mailchimp-api §5.3). */
const batchSize = 500;

/** Carries out `on_filter_exit` for these members (B19); gives back the ones it concerned. */
export async function leaveAudience(run: AudienceRun, bindings: readonly Binding[]): Promise<Binding[]> {
  switch (run.config.policies.on_filter_exit) {
    case 'none':
      return [];
    case 'tag_off':
      return takeTagsOff(run, bindings);
    case 'archive':
      return archive(run, withStatus(bindings, ['subscribed', 'unsubscribed', 'transactional']));
    case 'unsubscribe':
      return unsubscribe(run, withStatus(bindings, ['subscribed', 'pending']));
  }
}

function withStatus(bindings: readonly Binding[], statuses: readonly MemberStatus[]): Binding[] {
  return bindings.filter(({ status }) => statuses.includes(status));
}

async function archive({ mailchimp, audience }: AudienceRun, bindings: Binding[]): Promise<Binding[]> {
  await Promise.all(
    bindings.map(({ subscriberHash }) => mailchimp.members.archive(audience.id, subscriberHash)),
  );
  return bindings;
}

async function unsubscribe({ mailchimp, audience }: AudienceRun, bindings: Binding[]): Promise<Binding[]> {
  const left: Binding[] = [];
  for (const some of chunk(bindings, batchSize)) {
    const members = some.map(({ email }) => ({ email, status: 'unsubscribed' as const }));
    const options = { updateExisting: true, skipMergeValidation: true };
    const { errors } = await mailchimp.members.batchSubscribe(audience.id, members, options);
    const refused = new Set(errors.map(({ email }) => email.toLowerCase()));
    left.push(...some.filter(({ email }) => !refused.has(email)));
  }
  return left;
}

/** The tags the Odoo record gave the member: those both sides have, of the managed ones (B7). */
async function takeTagsOff(
  { mailchimp, audience }: AudienceRun,
  bindings: readonly Binding[],
): Promise<Binding[]> {
  const tagged = bindings.flatMap((binding) =>
    (baseOf(binding)?.tags ?? []).map((tag) => ({ tag: tag.toLowerCase(), binding })),
  );
  if (tagged.length === 0) return [];
  const known = await mailchimp.audiences.tags(audience.id);
  const ids = new Map(known.map(({ id, name }) => [name.toLowerCase(), id]));
  for (const [tag, some] of groupBy(tagged, (each) => each.tag)) {
    const id = ids.get(tag);
    const emails = some.map(({ binding }) => binding.email);
    if (id !== undefined) await mailchimp.tags.takeOff(audience.id, id, emails);
  }
  return [...new Set(tagged.map(({ binding }) => binding))];
}
