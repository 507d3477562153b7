import { z } from 'zod';
import { parseResult } from '../odoo/parse-result.js';
import type { OdooTransport } from '../odoo/transport/odoo-transport.js';
import { ConfigurationError } from '../support/errors.js';
import { addonModels } from '../core/addon-names.js';
import { addonModule } from './definition/addon-item.js';

type JobAction = 'claim_jobs' | 'renew_job' | 'finish_job';

/**
 * Runs one of the addon's server actions on the job model, in one transaction.
 * @param values put into the context with the prefix `mailchimp_`
 * @returns the number of jobs it has dealt with
 * @throws ConfigurationError `odoo.access`
 */
export async function runAction(
  odoo: OdooTransport,
  name: JobAction,
  { jobId, ...values }: { jobId?: number } & Readonly<Record<string, string | number>>,
): Promise<number> {
  const job = jobId === undefined ? {} : { active_id: jobId, active_ids: [jobId] };
  const context = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`mailchimp_${key}`, value]),
  );
  const answer = await odoo.call({
    model: 'ir.actions.server',
    method: 'run',
    ids: [await findAction(odoo, name)],
    context: { active_model: addonModels.job, ...job, ...context },
  });
  return parseResult(z.object({ mailchimp: z.number() }), answer, name).mailchimp;
}

/** Id of an action. @throws ConfigurationError `odoo.access` for who is not in the group MailChimp Bridge */
export async function findAction(odoo: OdooTransport, name: JobAction): Promise<number> {
  const params = { module: addonModule, xml_id: `action_${name}` };
  const answer = await odoo.call({ model: 'ir.model.data', method: 'check_object_reference', params });
  const [, id] = parseResult(
    z.tuple([z.string(), z.union([z.number(), z.literal(false)])]),
    answer,
    'an external id',
  );
  if (id !== false) return id;
  throw new ConfigurationError("The Odoo user may not run the bridge's actions", {
    code: 'odoo.access',
    hint: 'Give the Odoo user the group MailChimp Bridge.',
  });
}
