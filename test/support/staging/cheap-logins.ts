import { pbkdf2Sync, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { connectPostgres } from '../../../src/staging/connect-postgres.js';
import { versionFacts, type OdooVersion } from '../../../src/staging/odoo-version.js';
import type { StagingState } from '../../../src/staging/staging-state.js';

interface Clone {
  version: OdooVersion;
  database: string;
}

/**
 * Has Odoo check the administrator's secret in no time: of a key 19 hashes 6,000 times for each call over JSON-2, of a
 * password 14 does 25,000 times for each login. A password of 19 stays dear, for there Odoo hashes a cheap one anew.
 */
export async function easeLogin(clone: Clone, { password, apiKey }: StagingState): Promise<void> {
  await onClone(clone, async (postgres) => {
    if (clone.version >= 19) await insertKey(postgres, administrator, apiKey);
    else
      await postgres.query('update res_users set password = $1 where id = $2', [
        hashOnce(password),
        administrator,
      ]);
  });
}

const administrator = 2;

/** An API key for a user, past Odoo, that is checked in no time. */
export async function giveKey(clone: Clone, userId: number): Promise<string> {
  const key = randomBytes(20).toString('hex');
  await onClone(clone, (postgres) => insertKey(postgres, userId, key));
  return key;
}

async function onClone(
  { version, database }: Clone,
  work: (postgres: pg.Client) => Promise<void>,
): Promise<void> {
  const postgres = await connectPostgres(versionFacts(version).postgresPort, database);
  try {
    await work(postgres);
  } finally {
    await postgres.end();
  }
}

async function insertKey(postgres: pg.Client, userId: number, key: string): Promise<void> {
  await postgres.query('delete from res_users_apikeys where user_id = $1', [userId]);
  await postgres.query('insert into res_users_apikeys (name, user_id, index, key) values ($1, $2, $3, $4)', [
    ...['test', userId, key.slice(0, 8), hashOnce(key)],
  ]);
}

/** As passlib writes a hash: rounds, salt and sum in its own base64. */
function hashOnce(secret: string): string {
  const salt = randomBytes(16);
  const sum = pbkdf2Sync(secret, salt, 1, 64, 'sha512');
  const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '.').replaceAll('=', '');
  return `$pbkdf2-sha512$1$${base64(salt)}$${base64(sum)}`;
}
