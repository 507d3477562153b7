export interface Link {
  rel: string;
  href: string;
  method: string;
  targetSchema?: string;
}

const schemas = 'https://us1.api.mailchimp.com/schema/3.0';

/** Where a schema is described, as in the Link header and in `_links`. */
export function schemaUrl(name: string): string {
  return `${schemas}/Definitions/${name}.json`;
}

export interface LinkPlan {
  origin: string;
  /** Path of the resource below `/3.0`. */
  path: string;
  parent?: string;
  schema: string;
  /** `update` PATCH, `upsert` PUT, `delete` DELETE, `create` POST. */
  can?: readonly ('update' | 'upsert' | 'delete' | 'create')[];
}

const verbs = { update: 'PATCH', upsert: 'PUT', delete: 'DELETE', create: 'POST' } as const;

/** The `_links` of a resource: itself, its parent and what can be done with it. */
export function links(plan: LinkPlan): Link[] {
  const href = `${plan.origin}/3.0${plan.path}`;
  const result: Link[] = [
    { rel: 'self', href, method: 'GET', targetSchema: schemaUrl(`${plan.schema}/Response`) },
  ];
  if (plan.parent !== undefined)
    result.push({ rel: 'parent', href: `${plan.origin}/3.0${plan.parent}`, method: 'GET' });
  for (const rel of plan.can ?? []) result.push({ rel, href, method: verbs[rel] });
  return result;
}
