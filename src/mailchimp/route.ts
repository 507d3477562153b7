/** A place of the API, and what a 404 there means. */
export interface Route {
  path: string;
  about: 'account' | 'audience' | 'member';
  /** Of the audience it lies in. */
  audienceId: string | null;
  /** The path without ids and addresses, for messages. */
  label: string;
}

export function accountRoute(path: string): Route {
  return { path, about: 'account', audienceId: null, label: path };
}

/** `/lists/{id}` and what lies under it, members apart. */
export function audienceRoute(audienceId: string, under = ''): Route {
  const path = `/lists/${encodeURIComponent(audienceId)}${under}`;
  const label = `/lists/…${under.replace(/\/([0-9a-f]{10,}|\d+)(?=\/|$)/gu, '/…')}`;
  return { path, about: 'audience', audienceId, label };
}

/** One member, by subscriber hash, address or contact id (mailchimp-api §5.4), and what lies under it. */
export function memberRoute(audienceId: string, member: string, under = ''): Route {
  const path = `/lists/${encodeURIComponent(audienceId)}/members/${encodeURIComponent(member)}${under}`;
  return { path, about: 'member', audienceId, label: `/lists/…/members/…${under}` };
}
