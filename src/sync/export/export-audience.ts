import { selectRecords } from '../../odoo/people/select-records.js';
import { countRecords } from '../../odoo/records/count-records.js';
import { forEachConcurrently } from '../../support/for-each-concurrently.js';
import { settleEarlierCreates } from '../people/settle-creates.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { batchSize } from './batch-size.js';
import { exportPage, type ExportPage } from './export-page.js';
import type { ExportRequest } from './export-request.js';
import { observeMembers } from './observe-members.js';
import { reportMissing } from './report-missing.js';
import { optOutDomain, selectionDomain } from './selection-domain.js';

/**
 * Odoo → MailChimp for one audience (B16, B17): learn who may be mailed, send the opt-outs, then everyone else,
 * with as many batches under way as there are connections.
 */
export async function exportAudience(
  run: AudienceRun,
  request: ExportRequest,
  tally: RunTally,
): Promise<void> {
  const [earlier] = await Promise.all([settleEarlierCreates(run), observeMembers(run)]);
  const domain = selectionDomain(request, run.mailingListId);
  const seen = new Set<string>();
  if (request.model === 'mailing.contact') {
    await exportPass(
      run,
      { request, domain: optOutDomain(run.odoo, domain), seen, onlyOptOuts: true },
      tally,
    );
  }
  const ids = await exportPass(run, { request, domain, seen, onlyOptOuts: false }, tally);
  reportMissing(request, ids, tally);
  await earlier.forget();
}

type Pass = Pick<ExportPage, 'request' | 'seen' | 'onlyOptOuts'> & { domain: readonly unknown[] };

async function exportPass(run: AudienceRun, pass: Pass, tally: RunTally): Promise<Set<number | string>> {
  const { model } = pass.request;
  const total = await countRecords(run.odoo.transport, model, pass.domain);
  const found = new Set<number | string>();
  if (total === 0) return found;
  const connections = run.config.mailchimp.max_connections;
  const pages = selectRecords(run.odoo.transport, {
    model,
    domain: pass.domain,
    pageSize: batchSize(total, connections),
  });
  let done = 0;
  // Two pages more than connections: while all of them are busy, the next pages are read from Odoo.
  await forEachConcurrently(pages, connections + 2, async (records) => {
    run.signal.throwIfAborted();
    for (const { id, address } of isExplicit(pass.request) ? records : []) found.add(id).add(address ?? '');
    await exportPage(run, { ...pass, records }, tally);
    done += records.length;
    const phase = pass.onlyOptOuts ? 'opt-outs' : 'contacts';
    run.progress({ account: run.config.account, audience: run.audience.id, phase, done, total });
  });
  return found;
}

function isExplicit({ selection }: ExportRequest): boolean {
  return selection.by === 'ids' || selection.by === 'emails';
}
