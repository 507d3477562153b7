import { serve } from '@hono/node-server';
import { Database } from './database.js';
import { FaultPlan } from './faults.js';
import { jsonRpcApp } from './json-rpc-app.js';
import { blacklist } from './models/blacklist.js';
import { contactModels } from './models/contacts.js';
import { mailingModels } from './models/mailing.js';
import { type Account, RpcService } from './rpc-service.js';
import { seed } from './seed.js';

export interface SmallOdooOptions {
  /** [a free one] */
  port?: number;
  /** [staging] */
  database?: string;
  /** [admin] */
  username?: string;
  /** [admin] */
  password?: string;
  /** A second user who may do next to nothing. */
  limitedUser?: { username: string; password: string };
  faults?: FaultPlan;
  now?: () => Date;
}

export interface SmallOdoo {
  url: string;
  database: string;
  username: string;
  password: string;
  faults: FaultPlan;
  close(): Promise<void>;
}

/**
 * A small Odoo 19 in memory, for places where no real one can be made: JSON-RPC, and of the models and methods
 * only what the bridge uses, behaving there as the real one does.
 */
export async function startSmallOdoo(options: SmallOdooOptions = {}): Promise<SmallOdoo> {
  const { database = 'staging', username = 'admin', password = 'admin', port = 0 } = options;
  const { limitedUser, faults = new FaultPlan(), now = () => new Date() } = options;
  const accounts: Account[] = [{ uid: 2, login: username, password, allRights: true }];
  if (limitedUser)
    accounts.push({ uid: 3, login: limitedUser.username, password: limitedUser.password, allRights: false });
  const service = new RpcService(
    seed(new Database([...contactModels, ...mailingModels, blacklist]), accounts),
    database,
    accounts,
    now,
  );
  const app = jsonRpcApp(service, faults);
  const { close, port: actual } = await listen(app.fetch, port);
  return { url: `http://127.0.0.1:${actual}`, database, username, password, faults, close };
}

type Fetch = Parameters<typeof serve>[0]['fetch'];

function listen(fetch: Fetch, port: number): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, (address) =>
      resolve({ port: address.port, close }),
    );
    server.once('error', reject);
    const close = (): Promise<void> =>
      new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
  });
}
