import type { Member } from '../../src/mailchimp/member.js';
import type { FetchedPage, PageRequest } from '../../src/mailchimp/page-members.js';
import { memberSchema } from '../../src/mailchimp/member.js';
import { buildRawMember } from './build-member.js';

interface Row {
  id: number;
  /** Unix seconds. */
  changed: number;
  /** Order of the changes within a second. */
  order: number;
}

export interface FeedOptions {
  /** How rows of one second follow each other: as they changed, or by id, so that a change may come first. */
  ties: 'as-changed' | 'by-id';
}

/** The change query of one audience: members that change, leave and come while it is read. */
export class FakeChangeFeed {
  readonly #rows = new Map<number, Row>();
  readonly #options: FeedOptions;
  #now = Date.UTC(2026, 0, 1) / 1000;
  #order = 0;
  #nextId = 1;
  fetches = 0;

  constructor(options: FeedOptions = { ties: 'as-changed' }) {
    this.#options = options;
  }

  pass(seconds: number): void {
    this.#now += seconds;
  }

  join(): void {
    this.#touch(this.#nextId);
    this.#nextId += 1;
  }

  /** @param pick any number; which of the members there */
  change(pick: number): void {
    const row = this.#pick(pick);
    if (row) this.#touch(row.id);
  }

  leave(pick: number): void {
    const row = this.#pick(pick);
    if (row) this.#rows.delete(row.id);
  }

  /** State of every member now: contact id and time of its last change. */
  states(): { contactId: string; lastChanged: string }[] {
    return [...this.#rows.values()].map((row) => ({
      contactId: `c${row.id}`,
      lastChanged: isoTime(row.changed),
    }));
  }

  fetch({ since, offset, count }: PageRequest): FetchedPage {
    this.fetches += 1;
    const after = since === null ? -Infinity : since.getTime() / 1000;
    const rows = [...this.#rows.values()].filter(({ changed }) => changed > after).sort(this.#compare);
    return { members: rows.slice(offset, offset + count).map(asMember), totalItems: rows.length };
  }

  readonly #compare = (a: Row, b: Row): number =>
    a.changed - b.changed || (this.#options.ties === 'by-id' ? a.id - b.id : a.order - b.order);

  #pick(pick: number): Row | undefined {
    return [...this.#rows.values()][pick % Math.max(this.#rows.size, 1)];
  }

  #touch(id: number): void {
    this.#order += 1;
    this.#rows.set(id, { id, changed: this.#now, order: this.#order });
  }
}

function asMember({ id, changed }: Row): Member {
  const email_address = `m${id}@acme-widgets.com`;
  return memberSchema.parse(
    buildRawMember({ email_address, contact_id: `c${id}`, last_changed: isoTime(changed) }),
  );
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00');
}
