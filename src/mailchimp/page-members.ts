import { TransientError } from '../support/errors.js';
import { largestPage } from './all-pages.js';
import { isOdd, type Member, type OddMember } from './member.js';

export interface MemberPage {
  members: Member[];
  /** Rows that can't be read, by name. */
  odd: OddMember[];
  /** Of the query, as MailChimp counts it. */
  totalItems: number;
}

/** As MailChimp answers it, in its order. */
export interface FetchedPage {
  members: MemberRow[];
  totalItems: number;
}

export interface PageRequest {
  /** Exclusive. */
  since: Date | null;
  offset: number;
  count: number;
}

/** @param signal aborted when the answer is no longer wanted */
export type FetchPage = (request: PageRequest, signal: AbortSignal) => Promise<FetchedPage>;

type MemberRow = Member | OddMember;

/** MailChimp hangs over a change query from before it existed (mailchimp-api §12.2): ask without a date then. */
const earliest = Date.UTC(2000, 0, 1);
const oneSecond = 1_000;
/** Moves of the window at one place before the reading is given up. */
const mostMoves = 10;

interface Position {
  since: Date | null;
  offset: number;
  /** Last row of the page before; it has to come first in the next one. Null at the start of a pass. */
  last: MemberRow | null;
  /** How often in a row the window moved since the reading last got on. */
  moves: number;
}

/**
 * All members of a change query, ascending by `last_changed`, none lost when members change while paging.
 *
 * A member that changes moves to the end and all after it move up, so that offsets slip (mailchimp-api §12.1).
 * Every page therefore starts with the last row of the one before. When it doesn't, or when a row seen already comes
 * back, the window has moved: what the page holds is dropped, for rows before it may be missing, and reading goes on
 * from the time of the last good row instead of its place. Rows handed out already are left out unless they changed
 * in between. Only a row that changes within the very second being read may be missed; the next run finds it, when
 * its `since` lies a little before the last change seen (B14).
 *
 * The next page is fetched while the caller works on the one before.
 * @throws TransientError `mailchimp.page_drift` when MailChimp lists fewer members than it counts
 */
export async function* pageMembers(
  fetchPage: FetchPage,
  options: { since?: Date; pageSize: number; signal?: AbortSignal },
): AsyncGenerator<MemberPage> {
  const count = Math.min(Math.max(options.pageSize, 2), largestPage);
  const seen = createSeenRows();
  const ending = new AbortController();
  const abort = (): void => ending.abort(options.signal?.reason);
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', abort, { once: true });
  const fetchAt = ({ since, offset }: Position): Promise<FetchedPage> => {
    const page = fetchPage({ since, offset, count }, ending.signal);
    // The caller may take its time or never come back; a failure is thrown when the page's turn comes.
    page.catch(() => undefined);
    return page;
  };
  let position: Position = { since: usable(options.since), offset: 0, last: null, moves: 0 };
  let pending = fetchAt(position);
  try {
    for (;;) {
      const page = await pending;
      const step = follow({ position, count }, page, seen);
      if (step.next !== null) pending = fetchAt(step.next);
      if (step.fresh.length > 0) yield { ...sorted(step.fresh), totalItems: page.totalItems };
      if (step.next === null) return;
      position = step.next;
    }
  } finally {
    options.signal?.removeEventListener('abort', abort);
    ending.abort();
  }
}

interface Step {
  fresh: MemberRow[];
  /** Null at the end. */
  next: Position | null;
}

function follow(
  { position, count }: { position: Position; count: number },
  page: FetchedPage,
  seen: SeenRows,
): Step {
  const { last, offset, since } = position;
  if (last !== null && hasMoved(last, page.members, seen)) return again(position, last, seen);
  const read = offset + page.members.length;
  const end = page.members.at(-1);
  // Nothing but the overlap, and yet MailChimp counts more.
  if (read < page.totalItems && page.members.length <= (last === null ? 0 : 1)) {
    return again(position, last, seen);
  }
  const fresh = page.members.filter((row) => !seen.has(row));
  seen.add(page.members);
  // A full page may have more behind it, whatever the total says.
  if (end === undefined || (read >= page.totalItems && page.members.length < count))
    return { fresh, next: null };
  const moves = fresh.length > 0 ? 0 : position.moves;
  return { fresh, next: { since, offset: read - 1, last: end, moves } };
}

function hasMoved(last: MemberRow, [first, ...others]: readonly MemberRow[], seen: SeenRows): boolean {
  if (first?.contactId !== last.contactId || first.lastChanged !== last.lastChanged) return true;
  return others.some((row) => seen.hasInPass(row));
}

/** A new pass, from just before the last good row. */
function again(position: Position, last: MemberRow | null, seen: SeenRows): Step {
  if (position.moves >= mostMoves) throw drift();
  seen.startPass();
  const reached = last === null ? Number.NaN : Date.parse(last.lastChanged);
  const since = Number.isNaN(reached) ? position.since : new Date(reached - oneSecond);
  return { fresh: [], next: { since, offset: 0, last: null, moves: position.moves + 1 } };
}

function sorted(rows: readonly MemberRow[]): Pick<MemberPage, 'members' | 'odd'> {
  return { members: rows.filter((row): row is Member => !isOdd(row)), odd: rows.filter(isOdd) };
}

function usable(since: Date | undefined): Date | null {
  return since !== undefined && since.getTime() >= earliest ? since : null;
}

function drift(): TransientError {
  return new TransientError('MailChimp counts more members than it lists', {
    code: 'mailchimp.page_drift',
    hint: 'Run the command again; it goes on where it stopped.',
  });
}

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
