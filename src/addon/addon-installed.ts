import { z } from 'zod';
import { subscriptionAddon } from '../core/addon-names.js';
import type { OdooSession } from '../odoo/connect.js';
import { parseResult } from '../odoo/parse-result.js';

/**
 * Whether this Odoo has the addon, so that the writers and the jobs have something to work on. One call, which any
 * Email Marketing user may make. The field asked for is made after all the models the writers use.
 */
export async function addonInstalled({
  transport,
  capabilities,
}: Pick<OdooSession, 'transport' | 'capabilities'>): Promise<boolean> {
  const fields = await transport.call({
    model: capabilities.subscriptionModel,
    method: 'fields_get',
    params: { allfields: [subscriptionAddon.pushedAt], attributes: ['type'] },
  });
  return subscriptionAddon.pushedAt in parseResult(z.record(z.string(), z.unknown()), fields, 'fields_get');
}
