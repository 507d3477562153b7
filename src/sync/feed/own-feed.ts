import type { Store } from '../../store/store.js';
import { parseFeedMark } from './feed-mark.js';

/**
 * The store with a place of its own for how far Odoo's feeds were followed otherwise than by syncs. It begins where the last sync
 * has ended, and leaves that where it is: what a sync has to look at for other reasons, too (the auto-export), is still
 * new to it.
 */
export function withOwnFeed(store: Store, place: 'live' | 'consent'): Store {
  const { marks, feedRows } = store;
  const own = (name: string): string => `${place}/${name}`;
  return {
    ...store,
    marks: {
      ...marks,
      async get(audienceId, name) {
        return later(await marks.get(audienceId, own(name)), await marks.get(audienceId, name));
      },
      set: (audienceId, name, value) => marks.set(audienceId, own(name), value),
    },
    feedRows: {
      async of(audienceId, feed) {
        return new Map([
          ...(await feedRows.of(audienceId, feed)),
          ...(await feedRows.of(audienceId, own(feed))),
        ]);
      },
      save: (audienceId, feed, rows, before) => feedRows.save(audienceId, own(feed), rows, before),
    },
  };
}

function later(one: string | null, other: string | null): string | null {
  const [first, second] = [parseFeedMark(one), parseFeedMark(other)];
  if (first === null || second === null) return one ?? other;
  const isSame = first.latest === second.latest;
  return (isSame ? first.since > second.since : first.latest > second.latest) ? one : other;
}
