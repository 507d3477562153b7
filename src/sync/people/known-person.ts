import type { LedgerEntry } from '../../core/consent-ledger.js';
import type { SyncBase } from '../../core/sync-base.js';
import type { Binding } from '../../store/binding.js';
import type { PersonView } from './person-view.js';
import type { SeenMember } from './seen-member.js';

/** One person and the member they are, as far as both sides and the store know. */
export interface KnownPerson {
  /** Lower case; where the member is or will be. */
  address: string;
  /** Null when the address is no member. */
  member: SeenMember | null;
  person: PersonView;
  /** What the store has of the member. */
  binding: Binding | null;
  /** Null at the first meeting. */
  base: SyncBase | null;
  /** What was last seen of their consent; null for one who was never looked at. */
  entry: LedgerEntry | null;
  /** An interrupted run may have made their contact. */
  isInterrupted: boolean;
  /** The member's tags follow Odoo's no more (B19). */
  tagsOff: boolean;
  /** The source and the address it has now, where it is the source that names the member (B17). */
  movedTo: { model: string; address: string } | null;
  /** Another member already has this address (B17). */
  addressTaken: boolean;
}

/** One of whom MailChimp has told. */
export type KnownMember = KnownPerson & { member: SeenMember };
