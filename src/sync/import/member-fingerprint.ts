import { fingerprint } from '../../core/fingerprint.js';
import { isManaged } from '../../core/tags.js';
import type { SeenMember } from '../people/seen-member.js';
import type { AudienceConfig } from '../sync-context.js';

/** Equal when nothing the import reads of the member has changed (B34). */
export function memberFingerprint(member: SeenMember, { tags }: Pick<AudienceConfig, 'tags'>): string {
  return fingerprint({
    email: member.email.toLowerCase(),
    status: member.status,
    signedUp: member.signedUpAt,
    values: member.values,
    tags: member.tags
      .filter((name) => isManaged(name, tags))
      .map((name) => name.trim().toLowerCase())
      .sort(),
  });
}
