import type { ObjectType } from '../../objects/object-type.js';
import { objectTypes } from '../../objects/registry.js';
import { readFields } from '../../odoo/records/read-fields.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { BridgeError } from '../../support/errors.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';

/** The types of records an audience has to do with by its configuration: those every Odoo has, and those it names. */
export function typesNamed(audience: AudienceConfig): ObjectType[] {
  const { auto_export: rule, merge_fields: fields, interests, marketing_permissions: permissions } = audience;
  const entries: unknown[] = [
    ...Object.values(fields),
    ...Object.values(interests),
    ...Object.values(permissions),
  ];
  const isMapped = (key: string): boolean =>
    entries.some((entry) => typeof entry === 'object' && entry !== null && Object.hasOwn(entry, key));
  return objectTypes.filter(({ app, key, model }) => app === null || rule?.model === model || isMapped(key));
}

/**
 * The same, and those that members are linked to as long as their app is installed: a link is of no use without it, and no
 * reason to stop.
 */
export async function typesInUse(
  { odoo, store }: Pick<SyncContext, 'odoo' | 'store'>,
  audience: AudienceConfig,
): Promise<ObjectType[]> {
  const named = typesNamed(audience);
  const linked = await store.bindings.modelsOf(audience.id);
  const others = objectTypes.filter((type) => linked.includes(type.model) && !named.includes(type));
  const there: ObjectType[] = [...named];
  for (const type of others) if (await isInstalled(odoo.transport, type)) there.push(type);
  return objectTypes.filter((type) => there.includes(type));
}

async function isInstalled(odoo: OdooTransport, { model }: ObjectType): Promise<boolean> {
  try {
    await readFields(odoo, model);
    return true;
  } catch (error) {
    if (error instanceof BridgeError && error.code === 'odoo.missing_model') return false;
    throw error;
  }
}
