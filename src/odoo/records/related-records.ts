import type { FieldMapping, OdooSource } from '../../core/mapping/field-mapping.js';
import { textOf, type FieldValues } from '../../core/field-value.js';
import { readId, type OdooField, type OdooValues } from '../../core/mapping/odoo-field.js';
import type { Related } from '../../core/mapping/related.js';
import { lookupOf } from '../../core/mapping/writable.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import { findByValue } from './find-by-value.js';
import { readRecords } from './read-records.js';

const fold = (text: string): string => text.trim().toLowerCase();

type Paths = readonly (readonly OdooField[])[];

/** Records that dotted paths lead to, and records found by value; read once a run, as many at a time as there are. */
export class RelatedRecords implements Related {
  readonly #odoo: OdooTransport;
  /** By model and field; the fields of one record may come in different reads. */
  readonly #records = new Map<string, Map<number, OdooValues>>();
  readonly #found = new Map<string, Map<string, number | undefined>>();

  constructor(odoo: OdooTransport) {
    this.#odoo = odoo;
  }

  get(model: string, id: number): OdooValues | undefined {
    return this.#records.get(model)?.get(id);
  }

  find(model: string, field: string, value: string): number | undefined {
    return this.#found.get(`${model} ${field}`)?.get(fold(value));
  }

  /** Reads what these paths lead to from these records. */
  async load(paths: Paths, records: readonly OdooValues[]): Promise<void> {
    const wanted = paths.filter((path) => path.length > 1);
    for (let depth = 1; wanted.some((path) => path.length > depth); depth += 1) {
      const byModel = new Map<string, { ids: Set<number>; fields: Set<string> }>();
      for (const path of wanted.filter(({ length }) => length > depth)) {
        const model = path[depth - 1]?.relation ?? '';
        const entry = byModel.get(model) ?? { ids: new Set(), fields: new Set() };
        byModel.set(model, entry);
        entry.fields.add(path[depth]?.name ?? '');
        for (const record of records) this.#collect(path, depth, record, entry.ids);
      }
      for (const [model, { ids, fields }] of byModel) await this.#read(model, [...ids], [...fields]);
    }
  }

  /** Finds the records that these values name, for the mappings that write a many2one. */
  async loadLookups(mappings: readonly FieldMapping[], values: readonly FieldValues[]): Promise<void> {
    for (const { key, sources } of mappings) {
      const lookups = Object.values(sources).flatMap((source) =>
        source === null ? [] : (lookupOf(source) ?? []),
      );
      const texts = values.map((each) => textOf(each[key]));
      for (const { model, by } of lookups) await this.#find(model, by, texts);
    }
  }

  async #find(model: string, field: string, texts: readonly string[]): Promise<void> {
    const place = `${model} ${field}`;
    const known = this.#found.get(place) ?? new Map<string, number | undefined>();
    this.#found.set(place, known);
    const wanted = new Set(texts.map(fold));
    const missing = [...wanted].filter((text) => text !== '' && !known.has(text));
    const found = await findByValue(this.#odoo, { model, field }, missing);
    for (const text of missing) known.set(text, found.get(text));
  }

  /** Adds the id a path has reached at this depth, unless what it needs of it has been read. */
  #collect(path: readonly OdooField[], depth: number, record: OdooValues, ids: Set<number>): void {
    let current: OdooValues | undefined = record;
    let id: number | null = null;
    for (const field of path.slice(0, depth)) {
      id = current === undefined ? null : readId(field, current);
      current = id === null ? undefined : this.get(field.relation ?? '', id);
    }
    const wanted = path[depth]?.name ?? '';
    if (id !== null && !(current !== undefined && wanted in current)) ids.add(id);
  }

  async #read(model: string, ids: readonly number[], fields: readonly string[]): Promise<void> {
    const kept = this.#records.get(model) ?? new Map<number, OdooValues>();
    this.#records.set(model, kept);
    for (const [id, values] of await readRecords(this.#odoo, model, ids, fields))
      kept.set(id, { ...kept.get(id), ...values });
  }
}

/** The paths of a mapping that lead to other records. */
export function pathsOf(sources: readonly (OdooSource | null)[]): Paths {
  return sources.flatMap((source) => (source?.kind === 'path' ? [source.path] : []));
}
