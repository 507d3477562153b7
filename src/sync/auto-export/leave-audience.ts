import { archiveMembers } from '../../consent/archive-members.js';
import { unsubscribe } from '../../consent/unsubscribe.js';
import type { MemberStatus } from '../../core/member-status.js';
import type { Binding } from '../../store/binding.js';
import { groupBy } from '../../support/group-by.js';
import { baseOf } from '../people/binding-history.js';
import { consentRun } from '../consent/consent-pass.js';
import type { OpenAudience } from '../run/audience-run.js';

/** Carries out `on_filter_exit` for these members (B19); gives back the ones it concerned. */
export async function leaveAudience(run: OpenAudience, bindings: readonly Binding[]): Promise<Binding[]> {
  switch (run.config.policies.on_filter_exit) {
    case 'none':
      return [];
    case 'tag_off':
      return takeTagsOff(run, bindings);
    case 'archive':
      return archive(run, withStatus(bindings, ['subscribed', 'unsubscribed', 'transactional']));
    case 'unsubscribe':
      return leave(run, withStatus(bindings, ['subscribed', 'pending']));
  }
}

function withStatus(bindings: readonly Binding[], statuses: readonly MemberStatus[]): Binding[] {
  return bindings.filter(({ status }) => statuses.includes(status));
}

async function archive(run: OpenAudience, bindings: Binding[]): Promise<Binding[]> {
  await archiveMembers(consentRun(run), bindings.map(leaver));
  return bindings;
}

async function leave(run: OpenAudience, bindings: Binding[]): Promise<Binding[]> {
  const leavers = bindings.map(leaver);
  const told = await unsubscribe(consentRun(run), leavers);
  return leavers.flatMap((one) => {
    const answer = told.get(one);
    return answer !== undefined && 'answer' in answer ? [one.binding] : [];
  });
}

const leaver = (binding: Binding) => ({ hash: binding.subscriberHash, email: binding.email, binding });

/** The tags the Odoo record gave the member: those both sides have, of the managed ones (B7). */
async function takeTagsOff(
  { mailchimp, audience }: OpenAudience,
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
