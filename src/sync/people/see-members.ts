import type { Member } from '../../mailchimp/member.js';
import type { OpenAudience } from '../run/audience-run.js';
import { seenMember, type SeenMember } from './seen-member.js';

/** Members as the sync reads them, with all of their tags: MailChimp shows 50 of them at most (mailchimp-api §5.4). */
export async function seeMembers(
  { audience, mailchimp, names }: OpenAudience,
  members: readonly Member[],
): Promise<SeenMember[]> {
  return Promise.all(
    members.map(async (member) => {
      const seen = seenMember(member, names);
      if (audience.tags === 'none' || member.tagsCount <= member.tags.length) return seen;
      const tags = await mailchimp.tags.of(audience.id, member.id);
      return { ...seen, tags: tags.map(({ name }) => name) };
    }),
  );
}
