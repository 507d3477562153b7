import { z } from 'zod';
import { flag } from './option.js';

/** The key `member_options:` (B2, B8, B11–B13, B20). */
export const memberOptionsSchema = z
  .strictObject({
    auto_create_member: flag(true, 'An unknown member becomes a mailing contact.'),
    auto_create_customer: flag(
      false,
      'A member whose address no customer has becomes one; needs `auto_create_member`, and a user who is in all companies of Odoo.',
    ),
    auto_sync_member: flag(true, '`sync` brings MailChimp’s changes to Odoo.'),
    auto_update_contact: flag(true, '`sync` brings Odoo’s changes to MailChimp.'),
    override_contact_name: flag(false, 'On import a member’s name replaces a different contact name.'),
  })
  .meta({ description: 'What happens by itself.' });
