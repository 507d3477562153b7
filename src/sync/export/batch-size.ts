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

/** By how much the first batch of the last round is larger than the even one, and the last one smaller. */
const slope = 0.1;

/**
 * Sizes of the batches in which so many are sent. Connections come into use one after the other, as records are read:
 * the last round gets smaller from batch to batch, so that they come to their end together.
 */
export function batchSizes(total: number, connections: number): number[] {
  const even = batchSize(total, connections);
  const count = Math.ceil(total / even);
  const tilt = Math.min(slope, most / even - 1);
  const sizeOf = (index: number): number => {
    const inLastRound = index - (count - connections);
    if (inLastRound < 0 || count < connections) return even;
    const share = 1 + tilt * (1 - (2 * inLastRound) / Math.max(1, connections - 1));
    return Math.min(most, Math.ceil(even * share));
  };
  return Array.from({ length: count }, (_, index) => sizeOf(index));
}
