import { z } from 'zod';
import type { Database } from './database.js';
import { Environment } from './environment.js';
import { executeKw } from './execute-kw.js';
import { OdooException } from './odoo-exception.js';

export interface Account {
  uid: number;
  login: string;
  password: string;
  /** Without them only the public models can be read. */
  allRights: boolean;
}

export interface ServiceCall {
  service: string;
  method: string;
  args: readonly unknown[];
}

const login = z.tuple([z.string(), z.string(), z.string()]).rest(z.unknown());
const execution = z
  .tuple([z.string(), z.number(), z.string(), z.string(), z.string(), z.array(z.unknown())])
  .rest(z.record(z.string(), z.unknown()));

/** The services `common` and `object` of Odoo's external API, over one database. */
export class RpcService {
  constructor(
    readonly database: Database,
    readonly databaseName: string,
    readonly accounts: readonly Account[],
    readonly now: () => Date,
  ) {}

  run({ service, method, args }: ServiceCall): unknown {
    switch (`${service}.${method}`) {
      case 'common.version':
        return {
          server_version: '19.0',
          server_version_info: [19, 0, 0, 'final', 0, ''],
          server_serie: '19.0',
          protocol_version: 1,
        };
      case 'common.login':
      case 'common.authenticate':
        return this.#authenticate(login.parse(args));
      case 'object.execute_kw':
        return this.#execute(execution.parse(args));
      default:
        throw new OdooException('builtins.Exception', `Method not found: ${service}.${method}`);
    }
  }

  #authenticate([database, name, password]: z.infer<typeof login>): number | false {
    this.#checkDatabase(database);
    return this.accounts.find((each) => each.login === name && each.password === password)?.uid ?? false;
  }

  #execute([database, uid, password, model, method, args, given]: z.infer<typeof execution>): unknown {
    this.#checkDatabase(database);
    const account = this.accounts.find((each) => each.uid === uid && each.password === password);
    if (!account) throw new OdooException('odoo.exceptions.AccessDenied', 'Access Denied');
    const { context, ...kwargs } = given ?? {};
    const environment = new Environment(this.database, {
      uid,
      allRights: account.allRights,
      context: z.record(z.string(), z.unknown()).parse(context ?? {}),
      stamp: this.now().toISOString().replace('T', ' ').replace('Z', '000'),
    });
    return this.database.transaction(() => executeKw(environment, { model, method, args, kwargs }));
  }

  #checkDatabase(name: string): void {
    if (name === this.databaseName) return;
    throw new OdooException('psycopg2.OperationalError', `FATAL:  database "${name}" does not exist`);
  }
}
