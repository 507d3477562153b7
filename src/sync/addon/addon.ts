import type { AccountConfig } from '../../config/account-config.js';
import type { PersonInAddon, SubscriptionAddonValues } from '../../core/addon-names.js';
import type { MemberStatus } from '../../core/member-status.js';
import type { BridgeError } from '../../support/errors.js';
import type { LogDetails } from '../logs.js';

export type AutoExportRule = NonNullable<AccountConfig['audiences'][number]['auto_export']>;

/** The connector's addon in Odoo as far as a run has to do with it (B36); what it is made of, `addon` knows. */
export interface Addon {
  /**
   * Shows the account with its options, and when the bridge was last seen where that is told.
   * @returns when this addon was first shown the account; another time is another installation
   */
  showAccount(seenAt: Date | null): Promise<{ since: string }>;
  /** In grouped writes; a contact that isn't on the mailing list is passed over. */
  showStatuses(mailingListId: number, rows: readonly ShownStatus[]): Promise<void>;
  showAudiences(rows: readonly ShownAudience[]): Promise<void>;
  /** The same key twice is one log. */
  showLog(key: string, log: LogDetails): Promise<void>;
  /** Takes a person out of logs and results (B57). @returns how much, by model */
  erasePerson(person: PersonInAddon): Promise<{ model: string; count: number }[]>;
  /** What people have set on the audience forms, without audiences whose rule the account file says; asked for once. */
  autoExportRules(): Promise<FormRule[]>;
}

export type ShownStatus = SubscriptionAddonValues & { contactId: number };

export interface ShownAudience {
  id: string;
  name: string;
  mailingListId: number | null;
  dateCreated: string | null;
  subscribeUrl: string | null;
  rating: number | null;
  doubleOptin: boolean;
  counts: Record<MemberStatus, number>;
  /** When its members were last fetched; left out, it stays as it is. */
  fetchedAt?: Date;
  /** The account file's rule; null when it has none. */
  pinnedAutoExport: AutoExportRule | null;
}

export interface FormRule {
  audience: string;
  enabled: boolean;
  model: AutoExportRule['model'];
  /** Null when `problem` says why it can't be used. */
  domain: readonly unknown[] | null;
  problem: BridgeError | null;
}
