import type { Member } from './member.js';

/** What tells one state of a member from another. */
type Row = Pick<Member, 'contactId' | 'lastChanged'>;

/** Which rows of a change query have been seen, as far as they can come again. */
export interface SeenRows {
  /** Whether the very same state of the member was handed out before. */
  has(row: Row): boolean;
  /** Whether it was seen since the last `startPass`. */
  hasInPass(row: Row): boolean;
  add(page: readonly Row[]): void;
  startPass(): void;
}

/**
 * Keeps the rows of the last page and those of its last second: it grows with a page, never with the audience.
 * Reading goes back one second at most, so older rows can't come again.
 */
export function createSeenRows(): SeenRows {
  let kept = new Map<string, Row>();
  let pass = new Set<string>();
  return {
    has: (row) => kept.has(keyOf(row)),
    hasInPass: (row) => pass.has(keyOf(row)),
    add(page) {
      const end = page.at(-1);
      if (end === undefined) return;
      const sameSecond = [...kept.values()].filter(({ lastChanged }) => lastChanged === end.lastChanged);
      const before = pass;
      kept = new Map([...sameSecond, ...page].map((row) => [keyOf(row), row]));
      pass = new Set([...sameSecond.map(keyOf).filter((key) => before.has(key)), ...page.map(keyOf)]);
    },
    startPass() {
      pass = new Set();
    },
  };
}

/** A member that has changed again is another row. */
function keyOf({ contactId, lastChanged }: Row): string {
  return `${contactId} ${lastChanged}`;
}
