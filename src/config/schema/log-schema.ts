import { z } from 'zod';
import { choice, flag } from './option.js';

/** The key `log:`. */
export const logSchema = z
  .strictObject({
    level: choice(['silent', 'error', 'warn', 'info', 'debug'], 'info', 'How much the operation log tells.'),
    show_emails: flag(false, 'Whole e-mail addresses in the log instead of masked ones.'),
  })
  .meta({ description: 'The operation log.' });
