import type { RunTally } from '../run-tally.js';
import type { Member, OddMember } from '../../mailchimp/member.js';

/** What the steps of one import share. */
export interface ImportTask {
  full: boolean;
  runId: number | null;
  /** Addresses whose contact an interrupted run may have made. */
  interrupted: ReadonlySet<string>;
  tally: RunTally;
}

/** Members of a change query, in its order. */
export interface ChangedPage {
  members: readonly Member[];
  /** Rows that can't be read. */
  odd: readonly OddMember[];
  /** Name of the mark to be moved to the last member's change, if any. */
  mark: string | null;
  phase: string;
  totalItems: number;
}
