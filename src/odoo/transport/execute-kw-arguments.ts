import type { OdooCall } from './odoo-transport.js';

/**
 * Parameters that `execute_kw` takes by position. `create` insists on it; the others have more than one name:
 * `search` called its domain `args` in 14.0, and an override may choose (`write(values)` of 14.0's blacklist).
 * Everything else goes by name.
 */
const byPosition: Readonly<Record<string, readonly string[]>> = {
  create: ['vals_list'],
  write: ['vals'],
  read: ['fields'],
  search: ['domain'],
  search_count: ['domain'],
  search_read: ['domain', 'fields'],
};

/** Positional and named arguments for `execute_kw`; always fresh containers. */
export function executeKwArguments(call: OdooCall): [args: unknown[], kwargs: Record<string, unknown>] {
  const kwargs: Record<string, unknown> = { ...call.params };
  const args: unknown[] = call.ids === undefined ? [] : [[...call.ids]];
  for (const name of byPosition[call.method] ?? []) {
    if (!(name in kwargs)) break;
    args.push(kwargs[name]);
    Reflect.deleteProperty(kwargs, name);
  }
  if (call.context !== undefined) kwargs.context = { ...call.context };
  return [args, kwargs];
}
