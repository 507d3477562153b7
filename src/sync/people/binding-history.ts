import { z } from 'zod';
import type { ConsentHistory } from '../../core/consent/decide-import.js';
import { memberStatuses } from '../../core/member-status.js';
import type { SyncBase } from '../../core/sync-base.js';
import type { Binding } from '../../store/binding.js';
import { fieldValuesSchema } from './seen-member.js';

const syncBase = z.object({
  status: z.enum(memberStatuses),
  odoo: fieldValuesSchema,
  mailchimp: fieldValuesSchema,
  tags: z.array(z.string()),
  optedOut: z.boolean(),
  sourceAddresses: z.record(z.string(), z.string()).optional(),
});

/** The base of the three-way merge; null for a member that was only seen, never brought together with a contact. */
export function baseOf(binding: Binding): SyncBase | null {
  const parsed = syncBase.safeParse(binding.base);
  return parsed.success ? parsed.data : null;
}

export function historyOf(binding: Binding): ConsentHistory | null {
  const base = baseOf(binding);
  // An opt-out put there before the two were brought together.
  if (base === null)
    return binding.mirroredOptOut ? { status: binding.status, optedOut: true, mirroredOptOut: true } : null;
  return { status: base.status, optedOut: base.optedOut, mirroredOptOut: binding.mirroredOptOut };
}
