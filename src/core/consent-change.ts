/** Who has changed a person's consent, as far as the side where it happened says so (B56). */
export const consentActors = [
  /** A link in a mail, or the page behind it. */
  'link',
  /** A form of MailChimp, or the confirmation after it. */
  'form',
  'mailchimp_admin',
  /** Another program by MailChimp's API. */
  'api',
  /** MailChimp doesn't tell an administrator's hand from a program's. */
  'mailchimp_admin_or_api',
  'odoo_user',
  'bounce',
  'complaint',
  'bridge',
  'unknown',
] as const;

export type ConsentActor = (typeof consentActors)[number];

/** What the side where it happened says of how a change came about; null where it says nothing. */
export interface ConsentEvidence {
  ip: string | null;
  /** Id of the campaign. */
  campaign: string | null;
  /** MailChimp's own words for why somebody left, or Odoo's. */
  reason: string | null;
  /** MailChimp's words for how the member came, such as `API - Generic`. */
  source: string | null;
}

export const noEvidence: ConsentEvidence = { ip: null, campaign: null, reason: null, source: null };

/** One change of one person's consent in one audience, on one side (B56). */
export interface ConsentChange {
  audienceId: string;
  memberId: string;
  /** Lower case, as it was then. */
  email: string;
  side: 'mailchimp' | 'odoo';
  /** The member's status; the subscription on the mailing list; the entry on the blacklist. */
  what: 'status' | 'subscription' | 'blacklist';
  /** Null: not known before. */
  from: string | null;
  to: string;
  by: ConsentActor;
  /** Name of the Odoo user. */
  actor: string | null;
  /** When it happened, ISO, by the clock of its side; null: not known. */
  at: string | null;
  evidence: ConsentEvidence;
  /** It is how things are unless something else is known: no news of a person with no history of it. */
  isDefault?: true;
}
