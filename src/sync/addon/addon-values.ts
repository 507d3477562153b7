import type { SubscriptionAddonValues } from '../../core/addon-names.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import type { Binding } from '../../store/binding.js';
import { memberOf, subscribedAt } from '../people/seen-member.js';

/** What the addon shows of a member (B37). */
export function addonValues(binding: Binding): SubscriptionAddonValues {
  const since = subscribedAt(memberOf(binding));
  return {
    status: binding.status,
    subscribedAt: since === null ? null : toOdooDate(new Date(since)),
    ...(binding.pushedAt === null ? {} : { pushedAt: toOdooDate(new Date(binding.pushedAt)) }),
  };
}
