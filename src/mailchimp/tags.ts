import { z } from 'zod';
import type { HttpClient } from './http-client.js';

export interface TagChange {
  name: string;
  active: boolean;
}

export interface Tags {
  /** Sets and clears tags of one member; all others stay (§5.5). */
  change(audienceId: string, hash: string, changes: readonly TagChange[]): Promise<void>;
}

export function tagsOver(http: HttpClient): Tags {
  return {
    async change(audienceId, hash, changes) {
      const path = `/lists/${encodeURIComponent(audienceId)}/members/${hash}/tags`;
      const tags = changes.map(({ name, active }) => ({ name, status: active ? 'active' : 'inactive' }));
      await http.request({ method: 'POST', path, body: { tags } }, z.unknown());
    },
  };
}
