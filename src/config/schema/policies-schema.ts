import { z } from 'zod';
import { choice } from './option.js';

/** The key `policies:` (B10, B19, B24, B26, B33, B48). */
export const policiesSchema = z
  .strictObject({
    on_cleaned: choice(
      ['blacklist', 'opt_out'],
      'blacklist',
      'What a cleaned (bouncing) address becomes in Odoo.',
    ),
    on_remote_delete: choice(
      ['remove', 'opt_out'],
      'remove',
      'What happens in Odoo to a member deleted in MailChimp.',
    ),
    on_odoo_delete: choice(
      ['none', 'unsubscribe', 'archive'],
      'none',
      'What happens to a member whose contact is deleted in Odoo, or taken off the mailing list.',
    ),
    on_filter_exit: choice(
      ['none', 'tag_off', 'archive', 'unsubscribe'],
      'none',
      'What happens to a member whose record leaves the auto-export domain.',
    ),
    resubscribe: choice(
      ['never', 'pending', 'subscribed'],
      'never',
      'What a fresh opt-in recorded in Odoo asks of MailChimp.',
    ),
    new_member_status: choice(
      ['subscribed', 'pending'],
      'subscribed',
      'Status of a member an export makes; `pending` has MailChimp ask first.',
    ),
  })
  .meta({ description: 'What to do where there is a choice.' });

/** The key `limits:`, the blast cap (B28). */
export const limitsSchema = z
  .strictObject({
    max_changes: z
      .int()
      .min(0)
      .default(1000)
      .meta({ description: 'Most known people one run may unsubscribe, resubscribe, archive or remove.' }),
    max_change_ratio: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .meta({ description: 'The same as a part of the audience, for audiences from 25 people up.' }),
  })
  .meta({ description: 'A run that would go beyond stops before writing.' });
