import type { Audience } from '../model/audience.js';
import { nobodyObserves } from '../model/world.js';
import type { World } from '../model/world.js';
import type { Seeding } from '../control/seed-members.js';
import type { JournalFile } from './journal-file.js';
import { savedAudience, savedMember } from './journal-line.js';
import type { JournalLine } from './journal-line.js';

/** Notes what changed and writes it down after each call. */
export class Recorder {
  readonly #changed = new Map<string, Set<number>>();
  readonly #forgotten = new Map<string, Set<string>>();
  readonly #audiences = new Map<string, string>();
  readonly #batches = new Map<string, boolean>();
  #account = '';

  constructor(
    private readonly world: World,
    private readonly journal: JournalFile,
  ) {
    this.#pendingLines();
    world.observer = {
      member: (audience, seq) => note(this.#changed, audience, seq),
      forgotten: (audience, hash) => note(this.#forgotten, audience, hash),
    };
  }

  /** A seeding is one line, however many members it makes. */
  seeded(audience: Audience, seeding: Seeding): void {
    this.settle();
    this.journal.append([{ kind: 'seed', audience: audience.id, ...seeding }]);
  }

  settle(): void {
    this.journal.append(this.#pendingLines());
  }

  reset(): void {
    this.journal.clear();
    this.#changed.clear();
    this.#forgotten.clear();
    this.#audiences.clear();
    this.#batches.clear();
    this.#account = '';
  }

  close(): void {
    this.settle();
    this.world.observer = nobodyObserves;
    this.journal.close();
  }

  #pendingLines(): JournalLine[] {
    return [
      ...this.#accountLines(),
      ...this.#audienceLines(),
      ...this.#memberLines(),
      ...this.#forgottenLines(),
      ...this.#batchLines(),
    ];
  }

  #accountLines(): JournalLine[] {
    const { issued, batchWebhooks } = this.world;
    const line: JournalLine = { kind: 'account', issued, batchWebhooks: [...batchWebhooks.values()] };
    const text = JSON.stringify(line);
    if (text === this.#account) return [];
    this.#account = text;
    return [line];
  }

  #audienceLines(): JournalLine[] {
    const lines: JournalLine[] = [];
    for (const id of [...this.#audiences.keys()]) {
      if (this.world.audiences.has(id)) continue;
      this.#audiences.delete(id);
      this.#changed.delete(id);
      this.#forgotten.delete(id);
      lines.push({ kind: 'no-audience', id });
    }
    for (const audience of this.world.audiences.values()) {
      const line: JournalLine = { kind: 'audience', audience: savedAudience(audience) };
      const text = JSON.stringify(line);
      if (text === this.#audiences.get(audience.id)) continue;
      this.#audiences.set(audience.id, text);
      lines.push(line);
    }
    return lines;
  }

  #memberLines(): JournalLine[] {
    const lines: JournalLine[] = [];
    for (const [audience, seqs] of this.#changed) {
      const members = this.world.audiences.get(audience)?.members;
      for (const seq of seqs) {
        const record = members?.at(seq);
        lines.push({ kind: 'member', audience, seq, member: record ? savedMember(record) : null });
      }
    }
    this.#changed.clear();
    return lines;
  }

  #forgottenLines(): JournalLine[] {
    const lines: JournalLine[] = [];
    for (const [audience, hashes] of this.#forgotten) {
      const forgotten = this.world.audiences.get(audience)?.forgotten;
      for (const hash of hashes)
        lines.push({ kind: forgotten?.has(hash) ? 'forgotten' : 'remembered', audience, hash });
    }
    this.#forgotten.clear();
    return lines;
  }

  /** A batch is written when it comes and when it is done: one that a crash interrupts starts again. */
  #batchLines(): JournalLine[] {
    const lines: JournalLine[] = [];
    for (const id of [...this.#batches.keys()]) {
      if (this.world.batches.has(id)) continue;
      this.#batches.delete(id);
      lines.push({ kind: 'no-batch', id });
    }
    for (const batch of this.world.batches.values()) {
      const done = batch.completedAt > 0;
      if (this.#batches.get(batch.id) === done) continue;
      this.#batches.set(batch.id, done);
      lines.push({ kind: 'batch', batch: { ...batch } });
    }
    return lines;
  }
}

function note<T>(noted: Map<string, Set<T>>, audience: string, what: T): void {
  const all = noted.get(audience) ?? new Set<T>();
  noted.set(audience, all.add(what));
}
