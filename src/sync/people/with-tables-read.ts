import type { ObjectType } from '../../objects/object-type.js';
import { isSource } from '../../objects/registry.js';
import { smallTablesWhole } from '../../odoo/people/people-sources.js';
import type { OpenAudience } from '../run/audience-run.js';

/**
 * For work of many pages: tables of sources of people that are small are read once instead of for every page.
 * @param isGrowing whether the work adds records of the type, which would be missed then
 */
export async function withTablesRead<Open extends OpenAudience>(
  open: Open,
  isGrowing: (type: ObjectType) => boolean = () => false,
): Promise<Open> {
  const { fields } = await open.mapping();
  const whole = open.types
    .filter((type) => isSource(type.model) && !isGrowing(type))
    .map((type) => ({ type, fields: fields[type.key] ?? [] }));
  return { ...open, people: smallTablesWhole(open.odoo.transport, open.clock, whole) };
}
