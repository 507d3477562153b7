import type { Member } from '../../mailchimp/member.js';
import { pipeline } from '../../support/pipeline.js';
import { settleEarlierCreates } from '../people/settle-creates.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { applyPage, planPage, type PageResult } from './import-page.js';
import { importStreams, storedMark, type ImportStream } from './import-stream.js';

export interface ImportOptions {
  /** Everything, not only what changed since the last run (B14). */
  full: boolean;
  runId: number | null;
}

/**
 * MailChimp → Odoo for one audience (B8–B14), page by page. After Odoo has committed a page, its bindings,
 * journal rows and mark go into the store in one transaction; a run that dies goes on from there.
 */
export async function importAudience(
  run: AudienceRun,
  options: ImportOptions,
  tally: RunTally,
): Promise<void> {
  const earlier = await settleEarlierCreates(run);
  const streaming = { ...options, interrupted: earlier.interrupted };
  for (const stream of importStreams) await importStream(run, stream, streaming, tally);
  await retryRefused(run, streaming, tally);
  await earlier.forget();
}

interface Streaming extends ImportOptions {
  interrupted: ReadonlySet<string>;
}

async function importStream(
  run: AudienceRun,
  stream: ImportStream,
  options: Streaming,
  tally: RunTally,
): Promise<void> {
  const since = options.full ? null : await storedMark(run, stream);
  const pages = run.mailchimp.members.changed(run.audience.id, {
    ...(since === null ? {} : { since }),
    ...(stream.status === null ? {} : { status: stream.status }),
  });
  let done = 0;
  const counted = async function* (): AsyncGenerator<Page> {
    for await (const { members, totalItems } of pages) {
      run.signal.throwIfAborted();
      yield { members, mark: stream.mark, totalItems };
    }
  };
  await importPages(run, counted(), { options, tally }, ({ members, totalItems }) => {
    done += members.length;
    const { account } = run.config;
    const total = Math.max(totalItems, done);
    run.progress({ account, audience: run.audience.id, phase: stream.phase, done, total });
  });
}

interface Page {
  members: readonly Member[];
  /** Name of the mark to be moved to the last member's change, if any. */
  mark: string | null;
  totalItems: number;
}

/** Plans the next page while Odoo works on the one before, and writes that down while Odoo works on this one. */
async function importPages(
  run: AudienceRun,
  pages: AsyncIterable<Page>,
  { options, tally }: { options: Streaming; tally: RunTally },
  done: (page: Page) => void,
): Promise<void> {
  await pipeline(pages, {
    keysOf: ({ members }) => members.flatMap(({ contactId, email }) => [contactId, email.toLowerCase()]),
    prepare: async (page) => ({ page, planned: await planPage(run, { ...page, ...options }) }),
    touchedBy: ({ planned }) =>
      planned.plans.flatMap(({ contact }) => (contact ? `contact ${contact.id}` : [])),
    apply: async ({ page, planned }) => ({ page, result: await applyPage(run, planned, tally) }),
    async record({ page, result }) {
      await recordPage(run, page, result, options.runId);
      done(page);
    },
  });
}

async function recordPage(
  run: AudienceRun,
  { members, mark }: Page,
  result: PageResult,
  runId: number | null,
): Promise<void> {
  const reached = members.at(-1)?.lastChanged;
  if (run.dryRun || reached === undefined) return;
  await run.store.transaction(async (store) => {
    await store.bindings.save(result.bindings);
    if (runId !== null) await store.journal.append(runId, result.journal);
    if (mark !== null) await store.marks.set(run.audience.id, mark, reached);
    if (result.intentId !== null) await store.intents.close(result.intentId);
  });
}

const retriesARun = 100;

/** Members Odoo refused before: the change query won't bring them again, so they are read one by one. */
async function retryRefused(run: AudienceRun, options: Streaming, tally: RunTally): Promise<void> {
  if (options.full) return;
  const seen = new Set(tally.failures.map(({ email }) => email?.toLowerCase()));
  const refused = await run.store.bindings.withErrors(run.audience.id, retriesARun);
  const members: Member[] = [];
  for (const binding of refused) {
    if (binding.memberFingerprint !== null || seen.has(binding.email)) continue;
    const member = await run.mailchimp.members.get(run.audience.id, binding.subscriberHash);
    if (member !== null) members.push(member);
  }
  if (members.length === 0) return;
  const planned = await planPage(run, { ...options, members });
  const result = await applyPage(run, planned, tally);
  await recordPage(run, { members, mark: null, totalItems: members.length }, result, options.runId);
}
