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

/** The first round's share of an even one: the sooner its batches are read, the sooner all connections are in use. */
const opening = 0.6;
/** By how much the first batch is larger than the others of its round, and the last one smaller. */
const slope = 0.1;

/**
 * Sizes of the batches in which so many are sent. Connections come into use one after the other, as records are read:
 * the first round is small, and gets smaller from batch to batch, so that they come to their end together.
 */
export function batchSizes(total: number, connections: number): number[] {
  const even = batchSize(total, connections);
  const count = Math.ceil(total / even);
  const laterRounds = Math.ceil(count / connections) - 1;
  const later = Math.min(most, Math.ceil(even * (1 + (1 - opening) / laterRounds)));
  const first = laterRounds === 0 ? even : even - (later - even) * laterRounds;
  const tilt = count < connections ? 0 : Math.min(slope, most / first - 1);
  return Array.from({ length: count }, (_, index) => {
    if (index >= connections) return later;
    const share = 1 + tilt * (1 - (2 * index) / Math.max(1, connections - 1));
    return Math.min(most, Math.ceil(first * share));
  });
}
