import type { ObjectType } from '../../objects/object-type.js';
import { searchIds } from '../../odoo/records/search-ids.js';
import { bisect, type Refusal } from '../../support/bisect.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { alikeRefusals } from '../alike-refusals.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { MemberPlan } from './plan-member.js';

interface Attempt {
  /** Of the records that are written; null: of no source of people. */
  type: ObjectType | null;
  open: readonly MemberPlan[];
  apply(plans: readonly MemberPlan[]): Promise<void>;
}

/**
 * Applies plans in one call, and where Odoo refuses that, in as few as it takes to do all but those that are refused.
 * Colleagues are then tried apart from all others, for they are refused alike, and nobody else is to be taken for one of
 * them (B59).
 */
export async function tryAll(
  run: OpenAudience,
  { type, open, apply }: Attempt,
): Promise<Refusal<MemberPlan, RecordError>[]> {
  if (!type?.colleagues || open.length < 2) return bisected(open, apply);
  try {
    await apply(open);
    return [];
  } catch (error) {
    if (!isRecordError(error)) throw error;
    const colleagues = await plansOfColleagues(run, type, open);
    const others = open.filter((plan) => !colleagues.has(plan));
    return [...(await bisected(others, apply)), ...(await bisected([...colleagues], apply))];
  }
}

async function bisected(
  plans: readonly MemberPlan[],
  apply: Attempt['apply'],
): Promise<Refusal<MemberPlan, RecordError>[]> {
  return (await bisect(plans, apply, isRecordError, alikeRefusals)).refusals;
}

async function plansOfColleagues(
  { odoo }: OpenAudience,
  { key, model, colleagues }: ObjectType,
  plans: readonly MemberPlan[],
): Promise<Set<MemberPlan>> {
  const idOf = ({ known }: MemberPlan): number => known.person.sources[key]?.id ?? 0;
  const domain = [
    '&',
    ['active', 'in', [true, false]],
    '&',
    ['id', 'in', plans.map(idOf)],
    ...(colleagues ?? []),
  ];
  const found = new Set(await searchIds(odoo.transport, model, domain));
  return new Set(plans.filter((plan) => found.has(idOf(plan))));
}
