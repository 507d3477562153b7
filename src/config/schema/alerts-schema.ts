import { z } from 'zod';
import { secret, text } from './option.js';

const webhook = z.strictObject({
  webhook: secret(
    'ALERT_URL',
    'Address that takes JSON with `text`, as Slack and Teams read it. It is a secret: who knows it can write there.',
    z.string().refine(isWebAddress, { error: 'must be an address like https://hooks.example.org/…' }),
  ),
});

const email = z.strictObject({
  email: z
    .array(z.email({ error: 'must be an e-mail address' }))
    .min(1)
    .meta({
      description:
        'By Odoo’s own outgoing mail, to contacts or users of Odoo with these addresses; none is made for it.',
    }),
});

const odooUser = z.strictObject({
  odoo_user: text('Login of an Odoo user, who gets an activity.'),
});

/** The key `alerts:` (B65). */
export const alertsSchema = z.array(z.union([webhook, email, odooUser])).meta({
  description:
    'Who is told when the account or an audience is not kept in step any more, once, and once when it is again.',
});

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}
