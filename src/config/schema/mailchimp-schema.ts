import { z } from 'zod';
import { secret, webAddress } from './option.js';

/** The key `mailchimp:`. */
export const mailchimpSchema = z
  .strictObject({
    api_key: secret('MAILCHIMP_API_KEY', 'API key, with its data centre (`…-us6`).'),
    base_url: webAddress(
      'Address of the API; by default the one of the key’s data centre. For the sandbox.',
    ).optional(),
    max_connections: z.int().min(1).max(10).default(8).meta({
      description: 'Calls at the same time. MailChimp allows 10 per user, for all programs together.',
    }),
  })
  .meta({ description: 'The MailChimp account.' });
