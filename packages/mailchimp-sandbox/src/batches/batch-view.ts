import { links } from '../http/links.js';
import { md5 } from '../model/identifiers.js';
import type { Batch } from '../model/batch.js';
import { formatTime } from '../model/timestamps.js';
import type { World } from '../model/world.js';

/** Where a finished batch is fetched: without a key, for as long as the link lives. */
export const batchResultsPath = '/batch-results';

/** A batch as the API answers it; every look at a finished one gives a fresh link (API §9). */
export function batchView(world: World, batch: Batch, origin: string): Record<string, unknown> {
  return {
    id: batch.id,
    status: batch.status,
    total_operations: batch.total,
    finished_operations: batch.finished,
    errored_operations: batch.errored,
    submitted_at: formatTime(batch.submittedAt),
    completed_at: formatTime(batch.completedAt),
    response_body_url: batch.status === 'finished' ? resultsUrl(world, batch, origin) : '',
    _links: links({
      origin,
      path: `/batches/${batch.id}`,
      parent: '/batches',
      schema: 'Batches',
      can: ['delete'],
    }),
  };
}

function resultsUrl(world: World, batch: Batch, origin: string): string {
  const expires = world.now() + world.knobs.batch_url_seconds;
  const query = new URLSearchParams({
    GoogleAccessId: 'sandbox',
    Expires: String(expires),
    Signature: signature(world, batch.id, expires),
  });
  return `${origin}${batchResultsPath}/${batch.id}-response.tar.gz?${query.toString()}`;
}

function signature(world: World, id: string, expires: number): string {
  return md5(`${world.seed}:${id}:${expires}`);
}

/** The archive behind a link: absent when the link is not ours, has expired, or its batch is gone. */
export function archiveAt(world: World, file: string, query: URLSearchParams): Buffer | undefined {
  const id = file.replace(/-response\.tar\.gz$/, '');
  const expires = Number(query.get('Expires'));
  if (query.get('Signature') !== signature(world, id, expires) || world.now() > expires) return undefined;
  const batch = world.batches.get(id);
  return batch && batch.archive !== '' ? Buffer.from(batch.archive, 'base64') : undefined;
}
