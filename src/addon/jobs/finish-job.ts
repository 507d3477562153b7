import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { runAction } from '../run-action.js';
import type { Job, JobOutcome } from './job.js';
import { visibleLines } from '../../support/control-characters.js';

/**
 * Writes what became of the job and tells the user who asked, both or neither. Made again after an unknown outcome
 * it tells nobody twice.
 * @returns false when the job is no longer this bridge's: finished before, or taken by another after the lease ran out
 */
export async function finishJob(
  odoo: OdooTransport,
  job: Pick<Job, 'id' | 'claim'>,
  { state, result, notify }: JobOutcome,
): Promise<boolean> {
  const { id: jobId, claim } = job;
  // It quotes names and words of other programs, and one odd character would keep the whole answer back (B63).
  const words = { result: visibleLines(result), notify: visibleLines(notify ?? '') };
  return (await runAction(odoo, 'finish_job', { jobId, claim, state, ...words })) === 1;
}

/**
 * Keeps the job for another `leaseMs` milliseconds from now.
 * @returns false when it is no longer this bridge's
 */
export async function renewJob(
  odoo: OdooTransport,
  { id: jobId, claim }: Pick<Job, 'id' | 'claim'>,
  leaseMs: number,
): Promise<boolean> {
  return (await runAction(odoo, 'renew_job', { jobId, claim, lease_ms: leaseMs })) === 1;
}
