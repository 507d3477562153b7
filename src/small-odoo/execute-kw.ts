import { z } from 'zod';
import type { Environment } from './environment.js';
import { type Arguments, type Method, methods, ownMethods } from './methods.js';
import { accessError, OdooException, userError } from './odoo-exception.js';

export interface Execution {
  model: string;
  method: string;
  args: readonly unknown[];
  kwargs: Readonly<Record<string, unknown>>;
}

/** `object.execute_kw`, once the user is known: looks the method up, names its arguments, checks the rights. */
export function executeKw(env: Environment, { model, method: name, args, kwargs }: Execution): unknown {
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
