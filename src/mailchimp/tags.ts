import { z } from 'zod';
import { allPages } from './all-pages.js';
import type { ApiClient } from './api-client.js';
import { chunk } from '../support/chunk.js';
import { audienceRoute, memberRoute } from './route.js';

export const tagSchema = z.object({ id: z.number(), name: z.string() });

export type Tag = z.output<typeof tagSchema>;

export interface TagChange {
  name: string;
  active: boolean;
}

export interface Tags {
  /** Every tag of one member; the member itself shows 50 at most (mailchimp-api §5.4). */
  of(audienceId: string, hash: string): Promise<Tag[]>;
  /**
   * Sets and clears tags of one member; all others stay (§5.5).
   * @param options.isSyncing automations that wait for the tag are not started
   */
  change(
    audienceId: string,
    hash: string,
    changes: readonly TagChange[],
    options?: { isSyncing?: boolean },
  ): Promise<void>;
  /** Takes one tag off many members, 500 in a call; who is no member any more is left out (§5.5). */
  takeOff(audienceId: string, tagId: number, emails: readonly string[]): Promise<void>;
}

/** The most members one call may add to or take from a tag (mailchimp-api §5.5). */
const largestChange = 500;

export function tagsOver(http: ApiClient): Tags {
  return {
    of: (audienceId, hash) =>
      allPages(http, {
        route: memberRoute(audienceId, hash, '/tags'),
        key: 'tags',
        row: tagSchema,
        fields: ['id', 'name'],
      }),
    async change(audienceId, hash, changes, { isSyncing } = {}) {
      if (changes.length === 0) return;
      const tags = changes.map(({ name, active }) => ({ name, status: active ? 'active' : 'inactive' }));
      const body = { tags, ...(isSyncing === undefined ? {} : { is_syncing: isSyncing }) };
      await http.request(
        { method: 'POST', route: memberRoute(audienceId, hash, '/tags'), body },
        z.unknown(),
      );
    },
    async takeOff(audienceId, tagId, emails) {
      const route = audienceRoute(audienceId, `/segments/${tagId}`);
      for (const some of chunk(emails, largestChange)) {
        const body = { members_to_remove: some };
        await http.request({ method: 'POST', route, body }, z.unknown());
      }
    },
  };
}
