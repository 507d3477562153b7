import { TransientError } from '../support/errors.js';
import type { Member } from './member.js';

export interface MemberPage {
  members: Member[];
  /** Of the query, as MailChimp counts it. */
  totalItems: number;
}

export interface PageRequest {
  /** Exclusive. */
  since: Date | null;
  offset: number;
  count: number;
}

/** Before this MailChimp hangs over a change query (mailchimp-api §12.2), and before this it did not exist. */
const earliest = Date.UTC(2001, 0, 1);
const oneSecond = 1_000;

interface Position {
  since: Date | null;
  offset: number;
  /** Last row of the page before; it has to come first in the next one. */
  last: Member | null;
}

/**
 * All members of a change query, ascending by `last_changed`, none lost when members change while paging.
 *
 * A member that changes moves to the end and all after it move up, so that offsets slip (§12.1). Every page
 * therefore starts with the last row of the one before; when it doesn't, the window has moved, and reading goes on
 * from that row's time instead of its place. Rows seen twice are dropped unless they changed in between.
 * The next page is fetched while the caller works on the one before.
 */
export async function* pageMembers(
  fetchPage: (request: PageRequest) => Promise<MemberPage>,
  options: { since?: Date; pageSize: number },
): AsyncGenerator<MemberPage> {
  const since = options.since !== undefined && options.since.getTime() >= earliest ? options.since : null;
  const fetchAt = (position: Position): Promise<MemberPage> =>
    fetchPage({ since: position.since, offset: position.offset, count: options.pageSize });
  let position: Position = { since, offset: 0, last: null };
  let recent = new Map<string, string>();
  let pending = fetchAt(position);
  for (;;) {
    const page = await pending;
    const next = follow(position, page, options.pageSize);
    if (next !== null) {
      pending = fetchAt(next);
      // The caller may take its time or never come back; a failure is thrown when the page's turn comes.
      pending.catch(() => undefined);
    }
    const fresh = page.members.filter(({ contactId, lastChanged }) => recent.get(contactId) !== lastChanged);
    recent = remember(recent, page.members);
    if (fresh.length > 0) yield { members: fresh, totalItems: page.totalItems };
    if (next === null) return;
    position = next;
  }
}

/** Where to read next; null at the end. */
function follow(position: Position, page: MemberPage, pageSize: number): Position | null {
  const { last } = position;
  const first = page.members[0];
  const slipped =
    last !== null && (first?.contactId !== last.contactId || first.lastChanged !== last.lastChanged);
  if (slipped) return { since: new Date(Date.parse(last.lastChanged) - oneSecond), offset: 0, last: null };
  const end = page.members.at(-1);
  const read = position.offset + page.members.length;
  if (end === undefined || read >= page.totalItems) return null;
  if (page.members.length < pageSize && page.members.length <= 1) throw drift();
  return { ...position, offset: read - 1, last: end };
}

/** Rows that can come again: those of the last page. Grows with a page, never with the audience. */
function remember(before: ReadonlyMap<string, string>, members: readonly Member[]): Map<string, string> {
  const now = new Map(members.map(({ contactId, lastChanged }) => [contactId, lastChanged]));
  if (members.length > 1) return now;
  return new Map([...before, ...now]);
}

function drift(): TransientError {
  return new TransientError('MailChimp counts more members than it lists', {
    code: 'mailchimp.page_drift',
    hint: 'Run the command again; it goes on where it stopped.',
  });
}
