import { z } from 'zod';
import { addressAsTyped } from '../../core/email-address.js';
import { mentionsAddress } from '../../core/mentioned-address.js';
import { char } from '../records/field-types.js';
import { searchRead } from '../records/search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import { literally } from './by-address.js';
import type { SourceModel } from './source-model.js';
import { hasAddress, personFields, personOf } from './source-records.js';

export interface AddressRecord {
  id: number;
  /** The field holds this address, in whatever case and with whatever name, and nothing else; not so `a@b.pt, c@d.pt`. */
  isExact: boolean;
}

/** Every record of a kind that has the address in its e-mail field, archived ones too, oldest first. */
export async function recordsOfAddress(
  odoo: OdooTransport,
  type: SourceModel,
  address: string,
): Promise<AddressRecord[]> {
  const { email: emailField } = type.fields;
  const rows = await searchRead(odoo, {
    model: type.model,
    domain: ['|', [emailField, 'ilike', literally(address)], ...hasAddress(type, [address])],
    fields: [...new Set([emailField, ...personFields(type)])],
    row: z.looseObject({ id: z.number() }),
    order: 'id',
    context: { active_test: false },
  });
  return rows.flatMap((row) => {
    const email = char.parse(row[emailField]);
    const isExact = addressAsTyped(email, personOf(type, row).address) === address;
    return isExact || mentionsAddress(email ?? '', address) ? [{ id: row.id, isExact }] : [];
  });
}
