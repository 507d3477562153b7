import { serve } from '@hono/node-server';
import { FaultPlan } from './faults.js';
import { rpcApp } from './rpc-app.js';
import { groups } from './rights.js';
import { RpcService } from './rpc-service.js';
import { seed, type SeededUser } from './seed.js';
import { type SmallOdooVersion, versionFacts } from './version-facts.js';
import type { Values } from './model-definition.js';
import { Environment } from './environment.js';
import { Database } from './database.js';
import { blacklistModel } from './models/blacklist.js';
import { contactModels } from './models/contacts.js';
import { mailingModels } from './models/mailing.js';
import { settingModels } from './models/settings.js';
import { userModels } from './models/users.js';

export interface SmallOdooOptions {
  /** [19] */
  version?: SmallOdooVersion;
  /** Whether the app Email Marketing is installed. [true] */
  mailing?: boolean;
  /** [a free one] */
  port?: number;
  /** [staging] */
  database?: string;
  /** [admin] */
  username?: string;
  /** Serves as an API key as well. [admin] */
  password?: string;
  /** A second user who may do next to nothing. */
  limitedUser?: { username: string; password: string };
  faults?: FaultPlan;
  /** The clock of this Odoo. */
  now?: () => Date;
}

export interface SmallOdoo {
  url: string;
  database: string;
  username: string;
  password: string;
  faults: FaultPlan;
  /** Answers a request of the same process without a socket; only one over a socket can be cut off by a fault. */
  fetch(request: Request): Promise<Response>;
  /** Past everything Odoo does by itself, as SQL: dates of Odoo's too, false for none. */
  backdate(model: string, ids: readonly number[], dates: Dates): void;
  /**
   * A write in a transaction that has begun and goes on until `commit`: nobody sees it before, and it then has the date
   * of its beginning.
   */
  beginWrite(model: string, ids: readonly number[], values: Values): { commit(): void };
  close(): Promise<void>;
}

interface Dates {
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  create_date?: string | false;
  write_date?: string | false;
}

/**
 * A small Odoo in memory, for places where no real one can be made: its protocols, and of the models and methods only
 * what the bridge uses, behaving there as the real one of that version does.
 */
export async function startSmallOdoo(options: SmallOdooOptions = {}): Promise<SmallOdoo> {
  const { database = 'staging', username = 'admin', password = 'admin', port = 0, version = 19 } = options;
  const { limitedUser, faults = new FaultPlan(), now = () => new Date(), mailing = true } = options;
  const users: SeededUser[] = [
    { login: username, password, groups: Object.values(groups).filter((group) => group !== groups.portal) },
  ];
  if (limitedUser)
    users.push({ login: limitedUser.username, password: limitedUser.password, groups: [groups.portal] });
  const service = new RpcService(seed(openDatabase(version, { mailing }), users), database, now);
  const app = rpcApp(service, faults);
  const { close, port: actual } = await listen(app.fetch, port);
  const login = { database, username, password };
  const fetch = async (request: Request): Promise<Response> => app.fetch(request);
  return { url: `http://127.0.0.1:${actual}`, ...login, faults, fetch, ...past(service), close };
}

/** What a test does to the database past the protocols. */
function past(service: RpcService): Pick<SmallOdoo, 'backdate' | 'beginWrite'> {
  const { database } = service;
  const asSystem = (stamp: string) => new Environment(database, { uid: 1, groups: null, context: {}, stamp });
  return {
    backdate(model, ids, dates) {
      const env = asSystem(service.stamp());
      for (const id of ids) database.put(model, id, { ...env.row(model, id), ...dates });
    },
    beginWrite(model, ids, values) {
      const env = asSystem(service.stamp());
      return { commit: () => database.transaction(() => ids.forEach((id) => env.write(model, id, values))) };
    },
  };
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

/** The models of a version without any records; `mailing: false` is an Odoo without the Email Marketing app. */
export function openDatabase(version: SmallOdooVersion, { mailing = true } = {}): Database {
  const facts = versionFacts(version);
  const models = [...settingModels, ...userModels(facts), ...contactModels(facts), blacklistModel(facts)];
  return new Database([...models, ...(mailing ? mailingModels(facts) : [])], facts);
}
