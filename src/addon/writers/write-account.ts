import { z } from 'zod';
import { faceModels } from '../../core/face-names.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { writeContext } from '../../odoo/records/write-context.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';

export interface AccountRow {
  /** `account` of the configuration. */
  key: string;
  /** Of the MailChimp account. */
  name: string;
  /** B2, as they are in the configuration. */
  options: {
    auto_create_member: boolean;
    auto_create_customer: boolean;
    auto_sync_member: boolean;
    auto_update_contact: boolean;
    override_contact_name: boolean;
  };
  /** Now; a user whose job finds it more than five minutes old is told that the bridge isn't running. */
  seenAt: Date;
}

/** Shows the account in Odoo. To be called when the bridge starts. Two calls. @returns its record id */
export async function writeAccount(odoo: OdooTransport, account: AccountRow): Promise<number> {
  const options = Object.entries(account.options).map(([name, value]) => [`x_${name}`, value] as const);
  const values = {
    x_key: account.key,
    x_name: account.name,
    x_seen_at: toOdooDate(account.seenAt),
    ...Object.fromEntries(options),
  };
  const id = await findAccount(odoo, account.key);
  if (id !== null) await write(odoo, id, values);
  return id ?? (await createRecords(odoo, faceModels.account, [values]))[0] ?? 0;
}

/** Tells Odoo that the bridge is alive. To be called every few minutes by the daemon. One call. */
export async function markSeen(odoo: OdooTransport, accountRecordId: number, seenAt: Date): Promise<void> {
  await write(odoo, accountRecordId, { x_seen_at: toOdooDate(seenAt) });
}

async function findAccount(odoo: OdooTransport, key: string): Promise<number | null> {
  const [found] = await searchRead(odoo, {
    ...{ model: faceModels.account, domain: [['x_key', '=', key]], fields: ['id'], order: 'id', limit: 1 },
    row: z.object({ id: z.number() }),
  });
  return found?.id ?? null;
}

async function write(odoo: OdooTransport, id: number, vals: Record<string, unknown>): Promise<void> {
  const params = { vals };
  await odoo.call({ model: faceModels.account, method: 'write', ids: [id], params, context: writeContext });
}
