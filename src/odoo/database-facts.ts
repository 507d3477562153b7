import { z } from 'zod';
import { ConfigurationError } from '../support/errors.js';
import type { OdooSession } from './connect.js';
import { hasModelAccess } from './model-access.js';
import { countRecords } from './records/count-records.js';
import { searchRead } from './records/search-read.js';

/** What tells one database from another (odoo-api §7). */
export interface DatabaseFacts {
  /** When the database was made, Odoo's clock: survives a backup, an upgrade and a new name. */
  createdAt: string | null;
  /** `database.uuid`, which a copy made by Odoo has anew; null for a user who may not read it. */
  uuid: string | null;
  /** A copy made for tests, whose mail servers and scheduled actions were switched off. */
  neutralised: boolean;
}

type Session = Pick<OdooSession, 'transport' | 'serverVersion'>;

/** At most four calls, which any user with Email Marketing may make. */
export async function readDatabaseFacts(odoo: Session): Promise<DatabaseFacts> {
  const [createdAt, parameters, dummies] = await Promise.all([
    readCreation(odoo),
    readParameters(odoo),
    countDummies(odoo),
  ]);
  return {
    createdAt,
    uuid: parameters.get('database.uuid') ?? null,
    neutralised: dummies > 0 || isSet(parameters.get('database.is_neutralized')),
  };
}

/** Odoo's own neutralisation puts it there, so that no other server is used by mistake. */
const dummyMailServer = 'neutralization - disable emails';

/** None for a user without Email Marketing: which rights are missing is told where they are needed. */
async function countDummies({ transport }: Session): Promise<number> {
  try {
    return await countRecords(transport, 'ir.mail_server', [['name', '=', dummyMailServer]]);
  } catch (error) {
    if (error instanceof ConfigurationError && error.code === 'odoo.access') return 0;
    throw error;
  }
}

const created = z.object({ create_date: z.string().or(z.literal(false)) });

/** The language that every database is made with. */
async function readCreation({ transport }: Session): Promise<string | null> {
  const [first] = await searchRead(transport, {
    model: 'res.lang',
    domain: [],
    fields: ['create_date'],
    row: created,
    order: 'id',
    limit: 1,
    context: { active_test: false },
  });
  return first === undefined || first.create_date === false ? null : first.create_date;
}

const parameter = z.object({ key: z.string(), value: z.string() });

/** Asked first, for a refusal is a warning in Odoo's log. */
async function readParameters(odoo: Session): Promise<ReadonlyMap<string, string>> {
  if (!(await hasModelAccess(odoo, 'ir.config_parameter', 'read'))) return new Map();
  const rows = await searchRead(odoo.transport, {
    model: 'ir.config_parameter',
    domain: [['key', 'in', ['database.uuid', 'database.is_neutralized']]],
    fields: ['key', 'value'],
    row: parameter,
  });
  return new Map(rows.map(({ key, value }) => [key, value]));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && ['true', 't', '1'].includes(value.toLowerCase());
}
