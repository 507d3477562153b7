import { carryConsent } from '../../consent/carry-consent.js';
import type { ConsentPerson } from '../../consent/consent-person.js';
import { consentOf } from '../../consent/consent-of.js';
import { mirrorsOfAddress } from '../../consent/mirrors-of-address.js';
import { planConsent } from '../../consent/plan-consent.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { objectTypes } from '../../objects/registry.js';
import type { Binding } from '../../store/binding.js';
import { boundConsentRun, consentRun } from '../consent/consent-pass.js';
import { linksOf } from '../people/person-view.js';
import type { AudienceRun } from '../run/audience-run.js';
import type { PlannedChange } from '../run/run-summary.js';
import type { Exported } from './exported.js';
import { isPush, type PushPlan, type RecordPlan } from './plan-records.js';

/** One whose address bounced, and who is to become a member under another (B49). */
type MovedPlan = PushPlan & { former: Binding };

function isMoved(plan: RecordPlan): plan is MovedPlan {
  return isPush(plan) && plan.former !== null;
}

/** Their opt-out mirrors the member that bounced: known before the new one is there, whatever happens next (B9). */
export async function foretellMoved(
  { store, audience }: AudienceRun,
  plans: readonly RecordPlan[],
): Promise<void> {
  const entries = plans.filter(isMoved).map(({ known: { address, person } }) =>
    mirrorsOfAddress(
      audience.id,
      subscriberHash(address),
      person.consent.subscriptions.filter(({ optOut }) => optOut),
    ),
  );
  if (entries.length > 0) await store.consentLedger.save(entries);
}

/** Opts them in where MailChimp has subscribed them: of consent the next run would do the same. */
export async function optMovedIn(run: AudienceRun, outcomes: readonly Exported[]): Promise<void> {
  const moved = outcomes.flatMap(({ plan, member }) =>
    isMoved(plan) && member !== null
      ? [{ known: plan.known, member, hash: subscriberHash(plan.known.address) }]
      : [],
  );
  if (moved.length === 0) return;
  const hashes = moved.map(({ hash }) => hash);
  const kept = await run.store.consentLedger.of(run.audience.id, hashes);
  const people = moved.map(({ known, member, hash }): ConsentPerson => ({
    memberId: member.contactId,
    hash: member.id,
    email: member.email,
    member: consentOf(member),
    contactId: known.person.contact?.id ?? null,
    kept: kept.get(hash) ?? null,
    isInterrupted: false,
  }));
  const { plans } = await planConsent(consentRun(run), people);
  await carryConsent(boundConsentRun(run), plans, { mayOptIn: true });
}

/** The member that stays cleaned, without the records that are the new one's. */
export function formerBinding({ plan, member }: Exported): Binding[] {
  if (!isMoved(plan) || member === null) return [];
  const { former, known } = plan;
  const taken = new Set(Object.entries(linksOfPlan(known)).map(([model, id]) => `${model}/${id}`));
  const left = Object.entries(former.records).filter(([model, id]) => !taken.has(`${model}/${id}`));
  return [{ ...former, records: Object.fromEntries(left), importDue: false, exportDue: false }];
}

const linksOfPlan = ({ person }: MovedPlan['known']): Binding['records'] => linksOf(objectTypes, person);

/** In words, for a dry run: the contact is opted in again (B29). */
export function plannedMove(plan: RecordPlan): PlannedChange[] {
  if (!isMoved(plan)) return [];
  const { known, decision } = plan;
  const isOut = known.person.consent.subscriptions.some(({ optOut }) => optOut);
  const isSubscribed = decision.consent.action === 'create' && decision.consent.statusIfNew === 'subscribed';
  if (!isOut || !isSubscribed) return [];
  const changes = { opt_out: { from: true, to: false } };
  return [{ side: 'odoo', action: 'opt_in', email: known.address, changes }];
}
