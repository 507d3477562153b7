import { z } from 'zod';
import { ensureNamed } from '../../odoo/people/ensure-named.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { bisect } from '../../support/bisect.js';
import { visible } from '../../support/control-characters.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { alikeRefusals } from '../alike-refusals.js';

/** Odoo's tags (`res.partner.category`) by id and by name; read once a run, since there are few and all are needed. */
export interface TagDirectory {
  /** Names of archived tags that no other tag has: they are left alone on both sides, and not made again (B62). */
  archived: readonly string[];
  names(ids: readonly number[]): string[];
  /** Ids of those names that exist; several tags may have the same one. */
  findAll(names: readonly string[]): Map<string, number[]>;
  /** Ids of the names, making the tags that don't exist yet; nothing of those that Odoo refuses to make. */
  ensure(names: readonly string[]): Promise<Map<string, number>>;
  /** Why Odoo has refused to make the tag, in this run; null when it hasn't. */
  refusalOf(name: string): RecordError | null;
}

const tagRow = z.object({ id: z.number(), name: z.string().transform(visible), active: z.boolean() });
const key = (name: string): string => name.trim().toLowerCase();

export async function openTagDirectory(odoo: OdooTransport): Promise<TagDirectory> {
  const all = await searchRead(odoo, {
    model: 'res.partner.category',
    domain: [],
    fields: ['name', 'active'],
    row: tagRow,
    order: 'id desc',
    context: { active_test: false },
  });
  const rows = all.filter(({ active }) => active);
  const nameById = new Map(rows.map(({ id, name }) => [id, name]));
  // Oldest first: that is the one given to who gets the tag.
  const idsByKey = new Map<string, number[]>();
  for (const { id, name } of rows) idsByKey.set(key(name), [id, ...(idsByKey.get(key(name)) ?? [])]);
  const findAll: TagDirectory['findAll'] = (names) =>
    new Map(
      names.flatMap((name) => (idsByKey.has(key(name)) ? [[name, idsByKey.get(key(name)) ?? []]] : [])),
    );
  const refused = new Map<string, RecordError>();
  const ensureNow = async (names: readonly string[]): Promise<Map<string, number>> => {
    const missing = names.filter((name) => !idsByKey.has(key(name)) && !refused.has(key(name)));
    const make = (some: readonly string[]) => ensureNamed(odoo, 'res.partner.category', some);
    const { results, refusals } = await bisect(missing, make, isRecordError, alikeRefusals);
    for (const { item, error } of refusals) refused.set(key(item), error);
    for (const [name, id] of results.flatMap((made) => [...made])) {
      idsByKey.set(name, [id]);
      nameById.set(id, missing.find((candidate) => key(candidate) === name) ?? name);
    }
    return new Map([...findAll(names)].flatMap(([name, [id]]) => (id === undefined ? [] : [[name, id]])));
  };
  let making: Promise<unknown> = Promise.resolve();
  const archived = all.filter(({ active, name }) => !active && !idsByKey.has(key(name)));
  return {
    archived: archived.map(({ name }) => name),
    names: (ids) => ids.flatMap((id) => nameById.get(id) ?? []),
    findAll,
    refusalOf: (name) => refused.get(key(name)) ?? null,
    ensure(names) {
      // One after the other: two pages that need the same new tag make it once.
      const ensured = making.then(() => ensureNow(names));
      making = ensured.catch(() => undefined);
      return ensured;
    },
  };
}
