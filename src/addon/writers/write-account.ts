import { z } from 'zod';
import { addonModels } from '../../core/addon-names.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { writeContext } from '../../odoo/records/write-context.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';

export interface AccountRow {
  /** `account` of the configuration. */
  key: string;
  /** Of the MailChimp account; asked for when Odoo doesn't have the account yet. */
  name(): Promise<string>;
  /** B2, as they are in the configuration. */
  options: {
    auto_create_member: boolean;
    auto_create_customer: boolean;
    auto_sync_member: boolean;
    auto_update_contact: boolean;
    override_contact_name: boolean;
  };
  /**
   * Now, of a bridge that looks for jobs: a user whose job finds it more than five minutes old is told that the bridge
   * isn't running. Null leaves it.
   */
  seenAt: Date | null;
}

export interface WrittenAccount {
  id: number;
  /** When the account was first written here: another time is another installation of the addon. */
  since: string;
}

/** Shows the account in Odoo. One call when nothing has changed, else two. */
export async function writeAccount(odoo: OdooTransport, account: AccountRow): Promise<WrittenAccount> {
  const options = Object.entries(account.options).map(([name, value]) => [`x_${name}`, value] as const);
  const values = {
    ...(account.seenAt === null ? {} : { x_seen_at: toOdooDate(account.seenAt) }),
    ...Object.fromEntries(options),
  };
  const fields = Object.keys(values);
  const before = await findAccount(odoo, account.key, fields);
  if (before !== null) {
    if (Object.entries(values).some(([field, value]) => before[field] !== value))
      await write(odoo, before.id, values);
    return { id: before.id, since: before.create_date };
  }
  const named = { x_key: account.key, x_name: await account.name(), ...values };
  const [id = 0] = await createRecords(odoo, addonModels.account, [named]);
  return { id, since: (await findAccount(odoo, account.key, fields))?.create_date ?? '' };
}

const accountRow = z.looseObject({ id: z.number(), create_date: z.string() });

async function findAccount(
  odoo: OdooTransport,
  key: string,
  fields: readonly string[],
): Promise<z.infer<typeof accountRow> | null> {
  const [found] = await searchRead(odoo, {
    ...{ model: addonModels.account, domain: [['x_key', '=', key]], order: 'id', limit: 1 },
    ...{ fields: ['create_date', ...fields], row: accountRow },
  });
  return found ?? null;
}

async function write(odoo: OdooTransport, id: number, vals: Record<string, unknown>): Promise<void> {
  const params = { vals };
  await odoo.call({ model: addonModels.account, method: 'write', ids: [id], params, context: writeContext });
}
