import { subscriptionAddonValues } from '../../core/addon-names.js';
import type { Values } from '../../odoo/records/create-records.js';
import type { Binding } from '../../store/binding.js';
import { addonValues } from '../addon/addon-values.js';
import { bindingOf } from '../people/seen-member.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { MemberPlan } from './plan-member.js';

/** What the addon shows of the members (B37), as values of their subscriptions; none where there is no addon. */
export interface AddonColumns {
  isThere: boolean;
  /** For a subscription that is made. */
  made(plan: MemberPlan): Values;
  /** For one that is there: only what it does not show yet. */
  changed(plan: MemberPlan): Values;
}

/** Put into the writes of an import, they cost no call of their own; whether there is an addon, one for a command. */
export async function openAddonColumns(
  run: OpenAudience,
  plans: readonly MemberPlan[],
): Promise<AddonColumns> {
  const isNeeded = plans.some(({ skipped }) => skipped === null);
  if (!isNeeded || (await run.addon()) === null)
    return { isThere: false, made: () => ({}), changed: () => ({}) };
  const seen = ({ known: { member, binding } }: MemberPlan): Binding =>
    bindingOf(run.audience.id, member, binding ?? undefined);
  const made = (plan: MemberPlan): Values => subscriptionAddonValues(addonValues(seen(plan)));
  return { isThere: true, made, changed: (plan) => (seen(plan).addonDue ? made(plan) : {}) };
}
