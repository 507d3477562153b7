import type { Audience } from '../../mailchimp/audience.js';
import type { Mailchimp } from '../../mailchimp/create-mailchimp.js';
import type { InterestGroup } from '../../mailchimp/interest-group.js';
import type { MergeField } from '../../mailchimp/merge-field.js';
import type { Tag } from '../../mailchimp/tags.js';

/** Everything fetching an audience brings (B3); kept in the store as it stands. */
export interface AudienceDescription extends Audience {
  mergeFields: MergeField[];
  tags: Tag[];
  interestGroups: InterestGroup[];
}

export async function describeAudience(
  mailchimp: Mailchimp,
  audience: string | Audience,
): Promise<AudienceDescription> {
  const id = typeof audience === 'string' ? audience : audience.id;
  const [described, mergeFields, tags, interestGroups] = await Promise.all([
    typeof audience === 'string' ? mailchimp.audiences.get(id) : audience,
    mailchimp.mergeFields(id),
    mailchimp.audiences.tags(id),
    mailchimp.audiences.interestGroups(id),
  ]);
  return { ...described, mergeFields, tags, interestGroups };
}
