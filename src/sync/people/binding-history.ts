import { z } from 'zod';
import type { SyncBase } from '../../core/sync-base.js';
import type { Binding } from '../../store/binding.js';
import { fieldValuesSchema } from './seen-member.js';

const syncBase = z.object({
  odoo: fieldValuesSchema,
  mailchimp: fieldValuesSchema,
  tags: z.array(z.string()),
  sourceAddresses: z.record(z.string(), z.string()).optional(),
});

/** The base of the three-way merge; null for a member that was only seen, never brought together with a contact. */
export function baseOf(binding: Binding): SyncBase | null {
  const parsed = syncBase.safeParse(binding.base);
  return parsed.success ? parsed.data : null;
}
