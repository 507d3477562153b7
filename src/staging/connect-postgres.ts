import pg from 'pg';
import { UnreachableError } from '../support/errors.js';

/** Connects as role `odoo` to a database of a staging server: the one no Odoo uses unless another is named. */
export async function connectPostgres(port: number, database = 'postgres'): Promise<pg.Client> {
  const account = { user: 'odoo', password: 'odoo', database };
  const client = new pg.Client({ host: '127.0.0.1', port, ...account, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    throw new UnreachableError(`No staging PostgreSQL answers on port ${port}`, {
      code: 'staging.postgres',
      hint: 'Start the staging servers with `npm run staging -- up`.',
      cause,
    });
  }
}
