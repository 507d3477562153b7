/** MailChimp takes at most 500 members in one batch (mailchimp-api §5.3). */
const most = 500;
/** Below this a call's own latency weighs more than the members in it. */
const least = 100;

/** The batch size that keeps all connections busy to the end: full rounds of equal batches. */
export function batchSize(total: number, connections: number): number {
  const rounds = Math.ceil(total / (most * connections));
  const even = Math.ceil(total / (rounds * connections));
  return Math.min(most, Math.max(least, even));
}
