import { z } from 'zod';
import type { ConsentHistory } from '../../core/consent/decide-import.js';
import { memberStatuses } from '../../core/member-status.js';
import type { SyncBase } from '../../core/sync-base.js';
import type { Binding } from '../../store/binding.js';

const fieldValue = z.union([z.string(), z.number(), z.record(z.string(), z.string())]);
const syncBase = z.object({
  email: z.string(),
  status: z.enum(memberStatuses),
  odoo: z.record(z.string(), fieldValue),
  mailchimp: z.record(z.string(), fieldValue),
  tags: z.array(z.string()),
  optedOut: z.boolean(),
});

/** The base of the three-way merge; null for a member that was only seen, never brought together with a contact. */
export function baseOf(binding: Binding): SyncBase | null {
  const parsed = syncBase.safeParse(binding.base);
  return parsed.success ? parsed.data : null;
}

export function historyOf(binding: Binding): ConsentHistory | null {
  const base = baseOf(binding);
  if (base === null) return null;
  return { status: base.status, optedOut: base.optedOut, mirroredOptOut: binding.mirroredOptOut };
}
