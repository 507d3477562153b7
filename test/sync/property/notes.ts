export type Field = 'COMPANY' | 'PHONE';

/** What a story knows of one person that can't be seen on either side. */
export interface Notes {
  /** An opt-out somebody made in Odoo, and nobody has taken back. */
  ownOptOut: boolean;
  /** A run has seen that opt-out since, and the store has not been lost. */
  isOptOutKnown: boolean;
  /** Somebody opted them in again in Odoo, and nothing has opted them out since. */
  optedInOdoo: boolean;
  /** They signed up or confirmed in MailChimp, and nothing has opted them out since. */
  signedUp: boolean;
  /** Nothing ever said that they may not be mailed. */
  alwaysWelcome: boolean;
  /** Member and contact have been brought together since the bridge last forgot everything. */
  linked: boolean;
  /** Whether the member and the contact are one person can't be known any more. */
  torn: boolean;
  /** Two contacts have their address. */
  twins: boolean;
  /** Two customers have. */
  shared: boolean;
  /** Deleted for good in MailChimp at some time. */
  wasDeleted: boolean;
  contactDeleted: boolean;
  /** Their address was changed in Odoo at some time. */
  movedInOdoo: boolean;
  /** The last value put on each side since both were last brought together. */
  edits: Partial<Record<Field, { odoo?: string; mailchimp?: string }>>;
}

export function newNotes(): Notes {
  return {
    ...{
      ownOptOut: false,
      isOptOutKnown: false,
      optedInOdoo: false,
      signedUp: false,
      alwaysWelcome: true,
      linked: false,
    },
    ...{
      torn: false,
      twins: false,
      shared: false,
      wasDeleted: false,
      contactDeleted: false,
      movedInOdoo: false,
      edits: {},
    },
  };
}

/** @param inOdoo by an opt-out of their own there */
export function optedOut(notes: Notes, { inOdoo }: { inOdoo: boolean }): void {
  if (inOdoo) Object.assign(notes, { ownOptOut: true, isOptOutKnown: false });
  Object.assign(notes, { optedInOdoo: false, signedUp: false, alwaysWelcome: false });
}
