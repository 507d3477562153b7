import { z } from 'zod';
import type { Database } from './database.js';
import { Environment } from './environment.js';
import type { Row } from './model-definition.js';
import { OdooException, accessError, userError } from './odoo-exception.js';
import { checkRights, groupsOf } from './rights.js';
import { type Arguments, type Method, methods, ownMethods } from './methods.js';

export interface ServiceCall {
  service: string;
  method: string;
  args: readonly unknown[];
}

const login = z.tuple([z.string(), z.string(), z.string()]).rest(z.unknown());
const execution = z
  .tuple([z.string(), z.number(), z.string(), z.string(), z.string(), z.array(z.unknown())])
  .rest(z.record(z.string(), z.unknown()));
const contextSchema = z.record(z.string(), z.unknown());

/** The services `common` and `object` of Odoo's external API, and what JSON-2 has instead, over one database. */
export class RpcService {
  constructor(
    readonly database: Database,
    readonly databaseName: string,
    readonly now: () => Date,
  ) {}

  run({ service, method, args }: ServiceCall): unknown {
    switch (`${service}.${method}`) {
      case 'common.version':
        return this.version();
      case 'common.login':
      case 'common.authenticate':
        return this.#authenticate(login.parse(args));
      case 'object.execute_kw':
        return this.#execute(execution.parse(args));
      default:
        throw new OdooException('builtins.Exception', `Method not found: ${service}.${method}`);
    }
  }

  version(): object {
    const { version } = this.database.facts;
    const text = `${version}.0`;
    return {
      server_version: text,
      server_version_info: [version, 0, 0, 'final', 0, ''],
      server_serie: text,
      protocol_version: 1,
    };
  }

  /** One call over JSON-2, where the key alone says who calls. */
  runWithKey(key: string, call: Execution): unknown {
    const user = this.#user((each) => each.password === key);
    if (!user) throw new OdooException('werkzeug.exceptions.Unauthorized', 'Invalid apikey');
    return this.#runAs(user, call);
  }

  stamp(): string {
    return this.now().toISOString().replace('T', ' ').replace('Z', '000');
  }

  #authenticate([database, name, password]: z.infer<typeof login>): number | false {
    this.checkDatabase(database);
    return this.#user((each) => each.login === name && each.password === password)?.id ?? false;
  }

  #execute([database, uid, password, model, method, args, given]: z.infer<typeof execution>): unknown {
    this.checkDatabase(database);
    const user = this.#user((each) => each.id === uid && each.password === password);
    if (!user) throw new OdooException('odoo.exceptions.AccessDenied', 'Access Denied');
    return this.#runAs(user, { model, method, args, kwargs: given ?? {} });
  }

  #runAs(user: Row, { model, method, args, kwargs: { context, ...kwargs } }: Execution): unknown {
    const system = new Environment(this.database, { ...systemCall, stamp: this.stamp() });
    const call = {
      uid: user.id,
      groups: groupsOf(system, user, system.database.facts),
      context: contextSchema.parse(context ?? {}),
      stamp: this.stamp(),
    };
    const environment = new Environment(this.database, call, checkRights);
    return this.database.transaction(() => executeKw(environment, { model, method, args, kwargs }));
  }

  #user(fits: (row: Row) => boolean): Row | undefined {
    return [...this.database.table('res.users').rows.values()].find(
      (row) => row.active === true && typeof row.password === 'string' && fits(row),
    );
  }

  checkDatabase(name: string): void {
    if (name === this.databaseName) return;
    throw new OdooException('psycopg2.OperationalError', `FATAL:  database "${name}" does not exist`);
  }
}

const systemCall = { uid: 1, groups: null, context: {} };

interface Execution {
  model: string;
  method: string;
  args: readonly unknown[];
  kwargs: Readonly<Record<string, unknown>>;
}

/** `object.execute_kw`, once the user is known: looks the method up, names its arguments, checks the rights. */
function executeKw(env: Environment, { model, method: name, args, kwargs }: Execution): unknown {
  if (name.startsWith('_'))
    throw accessError(`Private methods (such as '${model}.${name}') cannot be called remotely.`);
  env.database.model(model);
  const method = ownMethods[model]?.[name] ?? methods[name];
  if (!method)
    throw new OdooException('builtins.AttributeError', `The method '${model}.${name}' does not exist`);
  const named = namedArguments(method, args, kwargs);
  if (method.access) env.check(model, method.access, named.ids);
  checkLanguage(env);
  return method.run(env, model, named);
}

function checkLanguage(env: Environment): void {
  const { lang } = env.call.context;
  if (typeof lang !== 'string' || !env.database.facts.refusesUnknownLanguages) return;
  const isKnown = [...env.rows('res.lang')].some((row) => row.code === lang && row.active === true);
  if (!isKnown) throw userError(`Invalid language code: ${lang}`);
}

function namedArguments(method: Method, args: readonly unknown[], kwargs: Execution['kwargs']): Arguments {
  const [first, ...others] = args;
  const positional = method.ofRecords ? others : args;
  const ids = method.ofRecords ? idsSchema.parse(first) : [];
  if (positional.length > method.params.length) throw typeError('too many positional arguments');
  const unknown = Object.keys(kwargs).find((name) => !method.params.includes(name));
  if (unknown !== undefined) throw typeError(`got an unexpected keyword argument '${unknown}'`);
  const named = positional.map((value, index) => [method.params[index] ?? '', value] as const);
  return { ...kwargs, ...Object.fromEntries(named), ids };
}

const idsSchema = z.union([z.array(z.number()), z.number().transform((id) => [id])]);

const typeError = (message: string) => new OdooException('builtins.TypeError', message);
