import { z } from 'zod';
import { many2one } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { writeContext } from '../../odoo/records/write-context.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';

const field = 'x_mailchimp_audience_id';
const row = z.object({ id: z.number(), [field]: many2one });

/** Says on every mailing list which audience it is bound to, and takes it off lists that no longer are. */
export async function bindMailingLists(
  odoo: OdooTransport,
  bindings: readonly { audienceRecordId: number; mailingListId: number | null }[],
): Promise<void> {
  const wanted = new Map(
    bindings.flatMap(({ audienceRecordId, mailingListId }) =>
      mailingListId === null ? [] : [[mailingListId, audienceRecordId] as const],
    ),
  );
  const audiences = bindings.map(({ audienceRecordId }) => audienceRecordId);
  const lists = await searchRead(odoo, {
    ...{ model: 'mailing.list', fields: [field], row, context: { active_test: false } },
    domain: ['|', ['id', 'in', [...wanted.keys()]], [field, 'in', audiences]],
  });
  for (const { id, [field]: bound } of lists) {
    const audience = wanted.get(id) ?? null;
    if (bound === audience) continue;
    const params = { vals: { [field]: audience ?? false } };
    await odoo.call({ model: 'mailing.list', method: 'write', ids: [id], params, context: writeContext });
  }
}
