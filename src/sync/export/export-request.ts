import type { ConsentLooks } from '../../consent/consent-looks.js';
import type { ContactSelection } from '../contact-selection.js';

/** What a command asks of one audience. */
export interface ExportRequest {
  /** `update` makes no new members. */
  mode: 'export' | 'update';
  /** Of the registry. */
  model: string;
  selection: ContactSelection;
  /** Nobody is looking: what was refused before waits for its pause (B21). */
  scheduled: boolean;
  /** Of the auto-export rule: what became of each record is remembered (B19). */
  isRule?: boolean;
  /** At the consent of members the same run has just made: these are not looked at again. */
  looks?: ConsentLooks;
  /** No automation of MailChimp starts of it (B62). */
  startsNothing?: boolean;
  /** People the same run changes besides, for the blast cap (B28). */
  alsoChanged?: number;
}
