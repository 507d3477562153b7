/** What `forget` has removed, or would remove: the receipt (B57). Has the hash of the address, and nowhere the address. */
export interface ForgetReport {
  command: 'forget';
  account: string;
  dry_run: boolean;
  /** Salted by a secret of the store; null in a dry run. */
  hash: string | null;
  /** Null in a dry run. */
  run: number | null;
  /** ISO, UTC. */
  at: string;
  removed: RemovedItem[];
  /** What has the address and stays, and why: a customer is never removed. */
  kept: KeptItem[];
  /** What could not be removed. The next call goes on with it; until then nothing of it is brought anywhere. */
  left: LeftItem[];
  api_calls: { mailchimp: number; odoo: number };
  seconds: number;
}

/** Where something is: an audience's id and a member's contact id, a model of Odoo and an id, or a table of the store. */
interface Place {
  side: 'mailchimp' | 'odoo' | 'store';
  /** Audience id; null for what belongs to no audience. */
  audience: string | null;
  /** Odoo's model, `member`, or the table. */
  model: string;
  /** Null for rows that are counted only, and for a member nobody could ask for. */
  id: number | string | null;
}

export interface RemovedItem extends Place {
  /** How many rows; 1 for a record or member. */
  count: number;
}

export interface KeptItem extends Place {
  reason: KeptReason;
}

/**
 * `source`: it stands for more than the address. `shared`: its e-mail field holds more than the address. `unreadable`: the
 * bridge's user may not look whether there is one. `other_address`: it is linked to what goes, and has another address.
 */
export type KeptReason =
  'source' | 'unreadable' | 'shared' | 'blacklist' | 'other_audience' | 'other_address';

export interface LeftItem extends Place {
  code: string;
  description: string;
}
