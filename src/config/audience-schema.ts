import { z } from 'zod';
import { autoExportSchema } from './schema/auto-export-schema.js';
import { flagsSchema, mergeFieldsSchema } from './schema/merge-field-schema.js';
import { text } from './schema/option.js';

const tags = z
  .union([
    z.enum(['all', 'none']),
    z.strictObject({ prefix: text('Only tags that begin so.') }),
    z.array(z.string().min(1)),
  ])
  .default('all')
  .meta({ description: 'Which tags are kept in step: all, none, those with a prefix, or these names.' });

/** One entry of `audiences:` (B3, B7). */
export const audienceSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]+$/u, { error: 'must be the id that `audiences list` shows, like a36b032126' })
    .meta({ description: 'Id of the audience in MailChimp; `audiences list` shows it.' }),
  mailing_list: text(
    'Odoo mailing list it is bound to, made when missing; by default one with the audience’s name.',
  ).optional(),
  merge_fields: mergeFieldsSchema,
  tags,
  interests: flagsSchema('INTEREST_ID', 'Where a member’s interests live in Odoo, by interest id.'),
  marketing_permissions: flagsSchema(
    'PERMISSION_ID',
    'Where a member’s marketing permissions live in Odoo, by permission id.',
  ),
  auto_export: autoExportSchema.optional(),
});
