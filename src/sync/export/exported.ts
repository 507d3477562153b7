import type { Member } from '../../mailchimp/member.js';
import type { BridgeError } from '../../support/errors.js';
import type { Outcome } from '../pass/pass.js';
import type { PersonView } from '../people/person-view.js';
import { isPush, recordFingerprint, type RecordPlan } from './plan-records.js';
import type { PushAnswer } from './push-member.js';

/** What an export has come to for one record. */
export interface Exported extends Outcome<RecordPlan> {
  /** As MailChimp answered; null when nothing was sent, or it was refused. */
  member: Member | null;
}

/** @param answer of MailChimp; null before it was asked, and where there is nothing to ask */
export function exportedOf(plan: RecordPlan, answer: PushAnswer | null): Exported {
  const { decision } = plan;
  const nothing = { plan, member: null, code: null, description: null };
  if (answer !== null && 'error' in answer) {
    const { code, message: description } = answer.error;
    return { ...nothing, done: 'failed', code, description };
  }
  switch (decision.outcome) {
    case 'skip':
      return { ...nothing, done: 'skipped', code: decision.reason };
    case 'unchanged':
      return { ...nothing, done: 'unchanged' };
    case 'failed':
      return { ...nothing, done: 'failed', code: decision.code, description: decision.description };
    case 'push':
      return pushedOf(plan, decision, answer);
  }
}

/** All of the record is there but what stayed back (B61). */
function pushedOf(
  plan: RecordPlan,
  { consent, unfit }: Extract<RecordPlan['decision'], { outcome: 'push' }>,
  answer: PushAnswer | null,
): Exported {
  const member = answer !== null && 'member' in answer ? answer.member : null;
  if (unfit !== undefined) return { plan, member, done: 'failed', code: 'mapping.value', description: unfit };
  const isCreated =
    (answer !== null && 'created' in answer ? answer.created : null) ?? consent.action === 'create';
  return { plan, member, code: null, description: null, done: isCreated ? 'created' : 'updated' };
}

/** What Odoo holds of a person after it was told what MailChimp had answered. */
export interface InOdooAfterwards {
  person: PersonView;
  /** What Odoo would not take. */
  refusal: BridgeError | null;
}

/** The outcome with what has been written in Odoo because of it (B47). */
export function afterwards(exported: Exported, odoo: InOdooAfterwards | undefined): Exported {
  const { plan, done, code, description } = exported;
  if (odoo === undefined || !isPush(plan)) return exported;
  const known = { ...plan.known, person: odoo.person };
  // What was refused and opted out for it is the same record in the next run (B27).
  const after = { ...plan, known, fingerprint: recordFingerprint(known) };
  const { refusal } = odoo;
  if (refusal === null) return { ...exported, plan: after };
  const words = [...(done === 'failed' ? [description] : []), `In Odoo: ${refusal.message}`];
  return {
    ...exported,
    plan: after,
    done: 'failed',
    code: code ?? refusal.code,
    description: words.join(' '),
  };
}
