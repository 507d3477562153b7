import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountSchema } from '../../src/config/account-schema.js';
import type { AccountConfig } from '../../src/config/account-config.js';
import type { OdooConnection } from '../../src/odoo/connect.js';
import type { Secret } from '../../src/support/secret.js';
import { audienceId, type BenchSandbox } from './bench-sandbox.js';

export interface BenchAccount {
  config: AccountConfig;
  folder: string;
  remove(): void;
}

/** An account that joins an Odoo to the sandbox, with an empty store. */
export function benchAccount(
  {
    url,
    database,
    username,
    password,
  }: Pick<OdooConnection, 'url' | 'database' | 'username'> & {
    password: Secret;
  },
  sandbox: BenchSandbox,
): BenchAccount {
  const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-bench-'));
  const parsed = accountSchema.parse({
    account: 'bench',
    odoo: { url, database, username, password: password.reveal() },
    mailchimp: { api_key: 'bench-us1', base_url: sandbox.url },
    member_options: { override_contact_name: true },
    audiences: [{ id: audienceId, mailing_list: 'Newsletter' }],
  });
  const config = { ...parsed, store: join(folder, 'store.db') };
  return { config, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
