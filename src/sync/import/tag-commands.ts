import type { AudienceRun } from '../sync-context.js';
import type { MemberPlan } from './plan-member.js';

/** The tags of plans as Odoo's x2many commands. */
export interface TagCommands {
  /** Ids of the tags a new record gets. */
  added(plan: MemberPlan): number[];
  /** What changes on a record that is there: a tag is added where it is missing and taken off where it is. */
  changes(plan: MemberPlan, record: { tagIds: readonly number[] }): unknown[];
}

/** Makes the tags in Odoo that are missing, in one call for all plans. */
export async function openTagCommands(run: AudienceRun, plans: readonly MemberPlan[]): Promise<TagCommands> {
  const directory = await run.tags();
  const added = await directory.ensure(unique(plans.flatMap(({ tags }) => tags.add)));
  const removed = directory.findAll(unique(plans.flatMap(({ tags }) => tags.remove)));
  return {
    added: ({ tags }) => idsOf(tags.add, added),
    changes: ({ tags }, { tagIds }) => [
      ...idsOf(tags.add, added)
        .filter((id) => !tagIds.includes(id))
        .map((id) => [4, id]),
      ...tags.remove
        .flatMap((name) => removed.get(name) ?? [])
        .filter((id) => tagIds.includes(id))
        .map((id) => [3, id]),
    ],
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

function idsOf(names: readonly string[], ids: ReadonlyMap<string, number>): number[] {
  return names.flatMap((name) => ids.get(name) ?? []);
}
