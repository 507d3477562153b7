import type { Row } from './model-definition.js';

/** The records of one model, with an index on each many2one. Rows are replaced, never changed, so a change can be undone. */
export class Table {
  readonly rows = new Map<number, Row>();
  #nextId = 1;
  readonly #byTarget: Map<string, Map<unknown, Set<number>>>;

  constructor(many2ones: readonly string[]) {
    this.#byTarget = new Map(many2ones.map((field) => [field, new Map<unknown, Set<number>>()]));
  }

  /** For a many2one that came later; nothing points anywhere yet. */
  addIndex(many2one: string): void {
    this.#byTarget.set(many2one, new Map());
  }

  takeId(): number {
    return this.#nextId++;
  }

  /** Ids of the records whose many2one `field` is `target`. */
  pointingTo(field: string, target: number): number[] {
    return [...(this.#byTarget.get(field)?.get(target) ?? [])];
  }

  /** Puts a row in its place, or takes it away; returns what undoes that. */
  set(id: number, row: Row | undefined): () => void {
    const before = this.rows.get(id);
    this.#index(before, row);
    if (row) this.rows.set(id, row);
    else this.rows.delete(id);
    this.#nextId = Math.max(this.#nextId, id + 1);
    return () => void this.set(id, before);
  }

  #index(before: Row | undefined, after: Row | undefined): void {
    for (const [field, targets] of this.#byTarget) {
      if (before && before[field] === after?.[field]) continue;
      if (before) targets.get(before[field])?.delete(before.id);
      if (!after) continue;
      const ids = targets.get(after[field]) ?? new Set();
      targets.set(after[field], ids.add(after.id));
    }
  }
}
