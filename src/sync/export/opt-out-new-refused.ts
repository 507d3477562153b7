import { optOutRefused } from '../../consent/opt-out-refused.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { isSource } from '../../objects/registry.js';
import { boundConsentRun } from '../consent/consent-pass.js';
import type { AudienceRun } from '../run/audience-run.js';
import type { ExportRequest } from './export-request.js';
import type { InOdooAfterwards } from './exported.js';
import type { PushPlan, RecordPlan } from './plan-records.js';
import type { PushAnswer } from './push-member.js';

/** MailChimp will not have the person, whatever else it is told of them. */
const refusals = ['mailchimp.compliance_state', 'mailchimp.forgotten', 'mailchimp.looks_fake'];

/**
 * Opts out in Odoo whom MailChimp would not have: a customer who was exported is on the mailing list only if MailChimp
 * agrees (B47). A mailing contact stays what people have made it.
 */
export async function optOutNewRefused(
  run: AudienceRun,
  { model }: Pick<ExportRequest, 'model'>,
  answers: readonly PushAnswer[],
): Promise<Map<RecordPlan, InOdooAfterwards>> {
  if (!isSource(model)) return new Map();
  const refused = answers.flatMap((answer) => {
    const { plan } = answer;
    const isRefused = 'error' in answer && refusals.includes(answer.error.code);
    return isRefused && plan.known.member === null && isOnList(plan) ? [refusedPerson(plan)] : [];
  });
  if (refused.length === 0) return new Map();
  const left = await optOutRefused(boundConsentRun(run), refused);
  return new Map(
    refused.map((one) => {
      const refusal = left.get(one) ?? null;
      const { person } = one.plan.known;
      return [one.plan, { person: refusal === null ? optedOut(person) : person, refusal }];
    }),
  );
}

const isOnList = ({ known }: PushPlan): boolean => known.person.consent.subscriptions.length > 0;

function refusedPerson(plan: PushPlan) {
  const { address, person } = plan.known;
  return { plan, hash: subscriberHash(address), address, subscriptions: person.consent.subscriptions };
}

function optedOut(person: PushPlan['known']['person']): PushPlan['known']['person'] {
  const subscriptions = person.consent.subscriptions.map((row) => ({ ...row, optOut: true }));
  return { ...person, consent: { ...person.consent, subscriptions } };
}
