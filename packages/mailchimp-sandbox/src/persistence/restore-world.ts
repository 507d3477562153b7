import { createAudience } from '../model/audience.js';
import type { Batch } from '../model/batch.js';
import type { World } from '../model/world.js';
import { seedMembers } from '../control/seed-members.js';
import { memberFrom } from './journal-line.js';
import type { JournalLine, SavedAudience } from './journal-line.js';

type LineOf<K extends JournalLine['kind']> = Extract<JournalLine, { kind: K }>;

/**
 * Puts back what the journal holds. Seeded members are made again rather than read; what happened to them since
 * follows in the order it was written.
 */
export function restoreWorld(world: World, lines: readonly JournalLine[]): void {
  for (const line of ofKind(lines, 'account')) restoreAccount(world, line);
  for (const { audience } of ofKind(lines, 'audience')) restoreAudience(world, audience);
  for (const { audience, hash } of ofKind(lines, 'forgotten')) {
    world.audiences.get(audience)?.forgotten.restore(hash);
  }
  for (const line of lines) {
    if (line.kind === 'seed') restoreSeeding(world, line);
    if (line.kind === 'member') restoreMember(world, line);
  }
  for (const { batch } of ofKind(lines, 'batch')) world.batches.set(batch.id, fromTheStart(batch));
}

function ofKind<K extends JournalLine['kind']>(lines: readonly JournalLine[], kind: K): LineOf<K>[] {
  return lines.filter((line): line is LineOf<K> => line.kind === kind);
}

function restoreAccount(world: World, line: LineOf<'account'>): void {
  world.issued = line.issued;
  for (const webhook of line.batchWebhooks) world.batchWebhooks.set(webhook.id, webhook);
}

function restoreAudience(world: World, saved: SavedAudience): void {
  const { segments, categories, webhooks, ...plain } = saved;
  const audience = createAudience(plain, world.observing(saved.id));
  Object.assign(audience, plain);
  for (const segment of segments) audience.segments.set(segment.id, { ...segment, members: new Set() });
  for (const category of categories) audience.categories.set(category.id, category);
  for (const webhook of webhooks) audience.webhooks.set(webhook.id, webhook);
  world.audiences.set(audience.id, audience);
}

function restoreSeeding(world: World, { audience: id, ...seeding }: LineOf<'seed'>): void {
  const audience = world.audiences.get(id);
  if (audience) seedMembers(audience, seeding);
}

function restoreMember(world: World, { audience: id, seq, member }: LineOf<'member'>): void {
  const audience = world.audiences.get(id);
  if (!audience) return;
  if (!member) {
    audience.members.remove(seq);
    audience.members.reserve(seq + 1);
    return;
  }
  const record = memberFrom(member);
  audience.members.restore(record);
  for (const tag of record.tags?.keys() ?? []) audience.segments.get(tag)?.members.add(seq);
}

/** A batch that was under way begins again: what it did is not known. */
function fromTheStart(batch: Batch): Batch {
  if (batch.completedAt > 0) return batch;
  return { ...batch, status: 'pending', total: batch.operations.length, finished: 0, errored: 0 };
}
