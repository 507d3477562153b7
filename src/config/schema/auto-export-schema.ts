import { z } from 'zod';
import { flag } from './option.js';

const domain = z
  .array(z.unknown())
  .check(({ value, issues }) => {
    value.forEach((term, index) => {
      if (isTerm(term)) return;
      issues.push({
        code: 'custom',
        input: term,
        path: [index],
        message: "must be '&', '|', '!' or a condition like ['country_id.code', '=', 'BE']",
      });
    });
  })
  .meta({ description: 'Odoo domain of the records to export, as a YAML sequence; `[]` is all of them.' });

function isTerm(term: unknown): boolean {
  if (typeof term === 'string') return ['&', '|', '!'].includes(term);
  return (
    Array.isArray(term) &&
    term.length === 3 &&
    // Odoo's own always-true and always-false conditions begin with a number.
    ['string', 'number'].includes(typeof term[0]) &&
    typeof term[1] === 'string'
  );
}

/** The key `auto_export:` of an audience (B19). */
export const autoExportSchema = z
  .strictObject({
    enabled: flag(true, 'Whether `auto-export` and `sync` export the records.'),
    model: z.enum(['res.partner', 'mailing.contact']).meta({ description: 'What is exported.' }),
    domain,
  })
  .meta({ description: 'Records that become members by themselves.' });
