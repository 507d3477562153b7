import { consentPass } from '../consent/consent-pass.js';
import { peopleOfMembers } from '../consent/consent-people.js';
import type { PlannedPage } from '../pass/pass.js';
import type { AudienceRun } from '../run/audience-run.js';
import type { LiveLimit } from '../run/live-limit.js';
import type { ImportPage } from './imported.js';
import type { MemberPlan } from './plan-member.js';

/**
 * Members of whom MailChimp says nothing new on their consent, and whose data has shown that they were taken out in Odoo:
 * their consent is looked at all the same, so that it is remembered and told (B48).
 */
export async function noticeTakenOut(
  run: AudienceRun,
  { page, plans }: PlannedPage<ImportPage, MemberPlan>,
  live: LiveLimit | undefined,
): Promise<void> {
  const { interrupted } = run;
  const fresh = plans.filter(
    ({ skipped, known }) => skipped === 'taken_out' && known.entry?.takenOut !== true,
  );
  if (fresh.length === 0) return;
  const ids = new Set(fresh.map(({ known }) => known.member.memberId));
  const members = page.members.filter(({ contactId }) => ids.has(contactId));
  const people = await peopleOfMembers(run, { members, full: true, interrupted });
  await consentPass(run, [people], { mayOptIn: true, live });
}
