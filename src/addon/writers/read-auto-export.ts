import { z } from 'zod';
import { addonModels } from '../../core/addon-names.js';
import { models, usualSource } from '../../objects/registry.js';
import { parseDomainText } from '../../odoo/records/domain-text.js';
import { char } from '../../odoo/records/field-types.js';
import { searchRead, type Domain } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { RecordError } from '../../support/errors.js';

/** The rule of an audience as it stands in Odoo. */
export interface AutoExportRule {
  /** MailChimp's id of the audience. */
  audience: string;
  enabled: boolean;
  model: string;
  /** Null when `problem` says why it can't be used; such a rule must not run, not even with an empty domain. */
  domain: Domain | null;
  problem: RecordError | null;
}

const ruleRow = z.object({
  x_mailchimp_id: z.string(),
  x_auto_export: z.boolean(),
  x_auto_export_model: z.union([z.enum(models), z.literal(false)]),
  x_auto_export_domain: char,
});

/**
 * The rules people have set on the audience forms (B39), those of audiences whose rule is the configuration file's
 * left out. One call.
 */
export async function readAutoExport(odoo: OdooTransport, account: string): Promise<AutoExportRule[]> {
  const rows = await searchRead(odoo, {
    model: addonModels.audience,
    domain: [
      ['x_account_id.x_key', '=', account],
      ['x_auto_export_pinned', '=', false],
    ],
    fields: Object.keys(ruleRow.shape),
    row: ruleRow,
    order: 'id',
  });
  return rows.map((row) => ({
    audience: row.x_mailchimp_id,
    enabled: row.x_auto_export,
    model: row.x_auto_export_model === false ? usualSource.model : row.x_auto_export_model,
    ...readDomain(row.x_auto_export_domain),
  }));
}

/** `[]` is everybody, as in the configuration file. No filter at all is a rule nobody has finished: it selects nobody. */
function readDomain(text: string | null): Pick<AutoExportRule, 'domain' | 'problem'> {
  if (text === null) return { domain: null, problem: noFilter() };
  try {
    return { domain: parseDomainText(text), problem: null };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { domain: null, problem: error };
  }
}

const noFilter = (): RecordError =>
  new RecordError('The audience has no filter for its auto-export', {
    code: 'addon.no_filter',
    hint: 'Set a filter on the audience in Odoo: Email Marketing / MailChimp / Lists.',
  });
