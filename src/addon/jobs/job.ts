export const jobActions = [
  ['export', 'Export'],
  ['update', 'Update'],
  ['fetch', 'Fetch Members'],
  ['explain', 'Explain'],
] as const;

export type JobAction = (typeof jobActions)[number][0];

/** What somebody asked in Odoo (B38), held by a bridge. */
export interface Job {
  id: number;
  /** `account` of the configuration. */
  account: string;
  /** `fetch` brings the members of `audienceIds`; `explain` tells of `recordIds` and writes nothing; the others push them. */
  action: JobAction;
  /** Of the registry, or the audiences' own. */
  model: string;
  recordIds: number[];
  /** MailChimp's ids. Empty for an update of a source of people: the audiences each of them is a member of. */
  audienceIds: string[];
  /** Id of the Odoo user; null when the user is gone. */
  requestedBy: number | null;
  /** 1 on the first try. */
  attempts: number;
  /** Proof that this bridge holds the job. */
  claim: string;
}

/** What became of a job. */
export interface JobOutcome {
  state: 'done' | 'failed';
  /** Kept with the job: every error in MailChimp's words. */
  result: string;
  /** Shown on the screen of the user who asked; null shows nothing. */
  notify: string | null;
}
