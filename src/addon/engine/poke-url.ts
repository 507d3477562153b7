import { z } from 'zod';
import { char } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { ConfigurationError } from '../../support/errors.js';
import type { AddonFacts } from '../definition/addon-facts.js';
import { readOwnIds } from './external-ids.js';

/**
 * The address Odoo is to call: the one asked for, none when that is null, and the one it has when nothing is said.
 * @throws ConfigurationError `addon.no_poke` where Odoo has no such thing
 */
export async function choosePokeUrl(
  odoo: OdooTransport,
  { webhookActions }: Pick<AddonFacts, 'webhookActions'>,
  wanted: string | null | undefined,
): Promise<string | null> {
  if (webhookActions) return wanted === undefined ? readPokeUrl(odoo) : wanted;
  if (wanted === undefined || wanted === null) return null;
  throw new ConfigurationError('This Odoo cannot call the bridge: that came with 17.0', {
    code: 'addon.no_poke',
    hint: 'Leave --poke-url out: the bridge looks for jobs by itself.',
  });
}

async function readPokeUrl(odoo: OdooTransport): Promise<string | null> {
  const known = (await readOwnIds(odoo)).find(({ name }) => name === 'action_poke');
  if (known === undefined) return null;
  const [action] = await searchRead(odoo, {
    ...{ model: 'ir.actions.server', domain: [['id', '=', known.recordId]], fields: ['webhook_url'] },
    row: z.object({ webhook_url: char }),
  });
  return action?.webhook_url ?? null;
}
