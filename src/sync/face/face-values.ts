import type { SubscriptionFaceValues } from '../../core/face-names.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import type { Binding } from '../../store/binding.js';
import { memberOf, subscribedAt } from '../people/seen-member.js';

/** What the face shows of a member (B37). */
export function faceValues(binding: Binding): SubscriptionFaceValues {
  const since = subscribedAt(memberOf(binding));
  return {
    status: binding.status,
    subscribedAt: since === null ? null : toOdooDate(new Date(since)),
    ...(binding.pushedAt === null ? {} : { pushedAt: toOdooDate(new Date(binding.pushedAt)) }),
  };
}
