import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { addonModels } from '../../core/addon-names.js';
import { models } from '../../objects/registry.js';
import { char, ids, many2one } from '../../odoo/records/field-types.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import { searchRead, type Domain } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import type { Clock } from '../../support/clock.js';
import { runAction } from '../run-action.js';
import { jobActions, type Job } from './job.js';

export interface ClaimRequest {
  /** `account` of the configuration; jobs of other accounts are left to their bridges. */
  account: string;
  /** Who works on them, shown in Odoo: `host:pid`. */
  holder: string;
  /** How long the jobs are this bridge's, in milliseconds; see `renewJob`. */
  leaseMs: number;
  limit: number;
}

/** Whether somebody waits for a job of the account, also one of a bridge that died. One call. */
export async function hasOpenJobs(odoo: OdooTransport, account: string, now: Date): Promise<boolean> {
  const open = await searchRead(odoo, {
    ...{ model: addonModels.job, domain: openJobs(account, now), limit: 1 },
    ...{ fields: ['id'], row: z.object({ id: z.number() }) },
  });
  return open.length > 0;
}

/**
 * Takes the oldest open jobs of the account, those of a bridge that died included. Safe with several bridges: a job
 * goes to one of them. One call when there is nothing to do.
 */
export async function claimJobs(
  odoo: OdooTransport,
  { limit, ...request }: ClaimRequest,
  { clock }: { clock: Clock },
): Promise<Job[]> {
  const { account, holder, leaseMs: lease_ms } = request;
  if (!(await hasOpenJobs(odoo, account, clock.now()))) return [];
  const claim = randomUUID();
  await runAction(odoo, 'claim_jobs', { account, holder, claim, lease_ms, limit });
  return readClaimed(odoo, account, claim);
}

function openJobs(account: string, now: Date): Domain {
  const dead = ['&', ['x_state', '=', 'running'], ['x_lease_until', '<', toOdooDate(now)]];
  return ['&', ['x_account_id.x_key', '=', account], '|', ['x_state', '=', 'pending'], ...dead];
}

const jobRow = z.object({
  id: z.number(),
  x_action: z.enum(jobActions.map(([action]) => action)),
  x_model: z.enum([...models, addonModels.audience]),
  x_record_ids: char,
  x_audience_ids: ids,
  x_user_id: many2one,
  x_attempts: z.number(),
});

async function readClaimed(odoo: OdooTransport, account: string, claim: string): Promise<Job[]> {
  const rows = await searchRead(odoo, {
    ...{ model: addonModels.job, domain: [['x_claim', '=', claim]], order: 'id', row: jobRow },
    fields: ['x_action', 'x_model', 'x_record_ids', 'x_audience_ids', 'x_user_id', 'x_attempts'],
  });
  const mailchimpIds = await readMailchimpIds(
    odoo,
    rows.flatMap((row) => row.x_audience_ids),
  );
  return rows.map((row) => ({
    ...{ id: row.id, account, claim, action: row.x_action, model: row.x_model },
    recordIds: (row.x_record_ids ?? '').split(',').filter(Boolean).map(Number),
    audienceIds: row.x_audience_ids.flatMap((id) => mailchimpIds.get(id) ?? []),
    requestedBy: row.x_user_id,
    attempts: row.x_attempts,
  }));
}

async function readMailchimpIds(odoo: OdooTransport, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await searchRead(odoo, {
    ...{ model: addonModels.audience, domain: [['id', 'in', ids]], fields: ['x_mailchimp_id'] },
    row: z.object({ id: z.number(), x_mailchimp_id: z.string() }),
  });
  return new Map(rows.map((row) => [row.id, row.x_mailchimp_id]));
}
