import type { ManagedTags } from '../../core/tags.js';
import type { AudienceConfig } from '../sync-context.js';

/**
 * The tags kept in step (B7): the configured ones, without those that stand for an interest or a permission in Odoo, for
 * a tag in MailChimp must not give a permission.
 */
export function managedTags({
  tags,
  interests,
  marketing_permissions: permissions,
}: AudienceConfig): ManagedTags {
  const flags = [...Object.values(interests), ...Object.values(permissions)];
  const except = flags.flatMap((flag) =>
    typeof flag === 'object' && 'category' in flag && typeof flag.category === 'string' ? flag.category : [],
  );
  return except.length === 0 ? tags : { which: tags, except };
}
