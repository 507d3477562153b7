import { toSecond } from '../support/utc-text.js';
import type { ConsentEvent } from './consent-report.js';

/** One change of a person's consent, for people to read (B56). */
export interface ConsentEventInWords {
  /** UTC, to the second. */
  when: string;
  /** Side and, where it isn't the member's status, what of it. */
  subject: string;
  from: string;
  to: string;
  by: string;
  evidence: string;
}

export function consentEventInWords(event: ConsentEvent): ConsentEventInWords {
  const { at, seen_at: seenAt, side, what, from, to } = event;
  return {
    when: toSecond(at ?? seenAt),
    subject: what === 'status' ? side : `${side}, ${what}`,
    from: from ?? '–',
    to,
    by: byInWords(event),
    evidence: evidenceInWords(event),
  };
}

const actors: Readonly<Record<ConsentEvent['by'], string>> = {
  link: 'the person, by a link in a mail',
  form: 'the person, by a form',
  mailchimp_admin: 'an administrator of MailChimp',
  api: 'a program, by MailChimp’s API',
  mailchimp_admin_or_api: 'an administrator or a program of MailChimp',
  odoo_user: 'Odoo user',
  bounce: 'a bounce',
  complaint: 'a complaint',
  bridge: 'the bridge',
  unknown: 'not known',
};

function byInWords({ by, actor, run }: ConsentEvent): string {
  const who = actor === null ? actors[by] : `${actors[by]} ${actor}`;
  return run === null ? who : `${who}, run ${run}`;
}

function evidenceInWords({ ip, campaign, reason, source }: ConsentEvent): string {
  const facts = { ip, campaign, reason, source };
  return Object.entries(facts)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
    .join('; ');
}
