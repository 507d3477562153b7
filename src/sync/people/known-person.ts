import type { LedgerEntry } from '../../core/consent-ledger.js';
import type { SyncBase } from '../../core/sync-base.js';
import type { PersonView } from './person-view.js';
import type { SeenMember } from './seen-member.js';

/** One person and the member they are, as far as both sides and the store know. */
export interface KnownPerson {
  /** Null when the address is no member. */
  member: SeenMember | null;
  person: PersonView;
  /** Null at the first meeting. */
  base: SyncBase | null;
  /** What was last seen of their consent; null for one who was never looked at. */
  entry: LedgerEntry | null;
  /** An interrupted run may have made their contact. */
  isInterrupted: boolean;
  /** The member's tags follow Odoo's no more (B19). */
  tagsOff: boolean;
}
