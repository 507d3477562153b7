import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadAccounts } from '../../config/load-accounts.js';
import type { AccountConfig } from '../../config/account-config.js';
import { startSandbox } from 'mailchimp-sandbox';
import type { DemoOdoo } from './demo-odoo.js';

export const demoAudience = 'demo000001';

/** A MailChimp of its own and an account that joins it to an Odoo. */
export interface DemoWorld {
  config: AccountConfig;
  sandboxUrl: string;
  /** Of the sandbox, for a browser. */
  sandboxPage: string;
  /** A call of the sandbox's control API. */
  control(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function openDemoWorld(odoo: DemoOdoo): Promise<DemoWorld> {
  const sandbox = await startSandbox({});
  const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-demo-'));
  const control: DemoWorld['control'] = async (method, path, body) => {
    const answer = await fetch(`${sandbox.origin}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The sandbox answered ${path} with ${answer.status}`);
    return answer.json();
  };
  return {
    config: writeAccount(folder, odoo, sandbox.url),
    sandboxUrl: sandbox.url,
    sandboxPage: `${sandbox.origin}/_sandbox/`,
    control,
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Through a file, like everyone's: the demo is to show the way a user goes. */
function writeAccount(folder: string, odoo: DemoOdoo, mailchimpUrl: string): AccountConfig {
  const file = join(folder, 'account.yaml');
  const { url, database, username } = odoo;
  writeFileSync(
    file,
    stringify({
      account: 'demo',
      odoo: { url, database, username, password: '${ODOO_PASSWORD}' },
      mailchimp: { api_key: '${MAILCHIMP_API_KEY}', base_url: mailchimpUrl },
      store: join(folder, 'demo.db'),
      audiences: [{ id: demoAudience, mailing_list: 'Demo newsletter' }],
    }),
  );
  const [config] = loadAccounts(file, { ODOO_PASSWORD: odoo.password, MAILCHIMP_API_KEY: 'demo-us1' });
  if (config === undefined) throw new Error('The demo has no account');
  return config;
}
