import { z } from 'zod';
import { isThisMachine } from '../this-machine.js';
import { flag, secret, webAddress } from './option.js';

const token = z
  .string()
  .min(16, { error: 'is too short to be a secret — make one with: openssl rand -hex 32' })
  .regex(/^[\w.~-]+$/u, {
    error: 'has characters that don’t belong in an address — make one with: openssl rand -hex 32',
  });

/** The key `webhooks:` (B30, B35). */
export const webhooksSchema = z
  .strictObject({
    public_url: webAddress('Where MailChimp reaches the bridge: https, except on this machine.').refine(
      (address) => new URL(address).protocol === 'https:' || isThisMachine(new URL(address).hostname),
      { error: 'must begin with https:// — plain http is for this machine (127.0.0.1, localhost) only' },
    ),
    token: secret(
      'WEBHOOK_TOKEN',
      'Long random text in the webhook’s address that only MailChimp and the bridge know.',
      token,
    ),
    previous_token: secret(
      'WEBHOOK_PREVIOUS_TOKEN',
      'The token before; still accepted while it is being replaced.',
      token,
    ).optional(),
    signing_secret: secret(
      'WEBHOOK_SIGNING_SECRET',
      'What MailChimp signs its events with, as `webhooks register` put it into `.env`: `AUDIENCE:SECRET` for each audience, by comma. Unsigned events are refused then.',
      z.string().min(16, { error: 'is too short to be a signing secret — copy it whole' }),
    ).optional(),
    trust_proxy: flag(false, 'Believe `X-Forwarded-*` headers: only behind a proxy of your own.'),
    prefix: z
      .string()
      .regex(/^(\/[\w.~-]+)+$/u, { error: 'must be a path like /bridge' })
      .optional()
      .meta({ description: 'Path before `/webhooks/…` that a proxy leaves in place.' }),
  })
  .meta({ description: 'Real-time import; without it, `sync` brings the changes.' });
