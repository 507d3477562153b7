import { z } from 'zod';
import { consentHolder, sourcesOfPeople } from '../../objects/registry.js';
import { domainProblems } from '../../core/odoo-domain.js';
import { flag } from './option.js';

const domain = z
  .array(z.unknown())
  .check(({ value, issues }) => {
    for (const { index, message } of domainProblems(value)) {
      const at = index === null ? { input: value } : { input: value[index], path: [index] };
      issues.push({ code: 'custom', message, ...at });
    }
  })
  .meta({ description: 'Odoo domain of the records to export, as a YAML sequence; `[]` is all of them.' });

const exportedModels = [...sourcesOfPeople, consentHolder].map(({ model }) => model);

/** The key `auto_export:` of an audience (B19). */
export const autoExportSchema = z
  .strictObject({
    enabled: flag(true, 'Whether `auto-export` and `sync` export the records.'),
    model: z.enum(exportedModels).meta({ description: 'What is exported.' }),
    domain,
  })
  .meta({ description: 'Records that become members by themselves.' });
