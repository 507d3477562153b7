import type { OdooCall } from './odoo-transport.js';

/**
 * Parameters that `execute_kw` takes by position: `create` insists on it, and the first one of the others
 * changed its name between 14.0 and 19.0 (`args` became `domain`). All others go by name.
 */
const byPosition: Readonly<Record<string, readonly string[]>> = {
  create: ['vals_list'],
  write: ['vals'],
  read: ['fields'],
  copy: ['default'],
  search: ['domain'],
  search_read: ['domain', 'fields'],
  search_count: ['domain'],
  read_group: ['domain', 'fields', 'groupby'],
  name_search: ['name', 'domain'],
  name_create: ['name'],
  load: ['fields', 'data'],
  has_group: ['group_ext_id'],
  check_access_rights: ['operation'],
  has_access: ['operation'],
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
