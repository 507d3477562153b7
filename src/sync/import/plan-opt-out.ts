import type { ImportRules } from './import-rules.js';
import { changesOdoo, planMember, type KnownMember, type MemberPlan } from './plan-member.js';

/**
 * The opt-out alone, for an account whose members are not brought to Odoo by themselves (B25); null when there is none
 * to bring.
 */
export function planOptOut(known: KnownMember, rules: ImportRules): MemberPlan | null {
  const plan = planMember(known, { ...rules, createContact: false, createCustomer: false });
  const optOut: MemberPlan = {
    ...plan,
    contactValues: {},
    sourceValues: {},
    tags: { add: [], remove: [] },
    unfit: new Map(),
    onlyConsent: true,
  };
  return plan.skipped === null && plan.consent.optOut && changesOdoo(optOut) ? optOut : null;
}
