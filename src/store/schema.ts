import type { Generated, Insertable, Selectable } from 'kysely';

/** Columns are text, integers and JSON in text, so that SQLite and PostgreSQL hold the same. Times are ISO, UTC. */
export interface Schema {
  alert_states: AlertStatesTable;
  auto_exports: AutoExportsTable;
  audiences: AudiencesTable;
  bindings: BindingsTable;
  consent_history: ConsentHistoryTable;
  consent_ledger: ConsentLedgerTable;
  binding_records: BindingRecordsTable;
  export_failures: ExportFailuresTable;
  feed_rows: FeedRowsTable;
  forgotten: ForgottenTable;
  inbox: InboxTable;
  intents: IntentsTable;
  journal: JournalTable;
  leases: LeasesTable;
  live_changes: LiveChangesTable;
  marks: MarksTable;
  runs: RunsTable;
}

interface AlertStatesTable {
  channel: string;
  subject: string;
  since: string;
  runs: number;
  told: string | null;
}

interface AudiencesTable {
  id: string;
  name: string;
  mailing_list_id: number | null;
  data: string;
  fetched_at: string;
}

interface BindingsTable {
  audience_id: string;
  member_id: string;
  subscriber_hash: string;
  email: string;
  status: string;
  last_changed: string | null;
  member_fingerprint: string | null;
  seen: string;
  base: string;
  import_due: number;
  export_due: number;
  tags_off: number;
  face_due: number;
  pushed_at: string | null;
  pulled_at: string | null;
  error: string | null;
}

interface ConsentHistoryTable {
  id: Generated<number>;
  audience_id: string;
  member_id: string;
  email: string;
  side: string;
  what: string;
  from: string | null;
  to: string;
  by: string;
  actor: string | null;
  at: string | null;
  evidence: string;
  seen_at: string;
  run_id: number | null;
}

interface ConsentLedgerTable {
  audience_id: string;
  member_id: string;
  status: string;
  last_changed: string;
  signed_up_at: string | null;
  opted_in_at: string | null;
  rows: string;
  own_without_row: number;
  taken_out: number;
  bounced: number;
  due: number;
}

interface BindingRecordsTable {
  audience_id: string;
  member_id: string;
  model: string;
  record_id: number;
}

interface AutoExportsTable {
  audience_id: string;
  model: string;
  record_id: number;
  address: string | null;
  state: string;
}

interface FeedRowsTable {
  audience_id: string;
  feed: string;
  record_id: number;
  write_date: string;
}

interface ForgottenTable {
  audience_id: string;
  hash: string;
  since: string;
  forgotten_at: string;
  run_id: number;
}

interface ExportFailuresTable {
  audience_id: string;
  model: string;
  record_id: number;
  email: string | null;
  name: string | null;
  code: string;
  description: string;
  fingerprint: string;
  attempts: number;
  failed_at: string;
  retry_at: string | null;
}

interface InboxTable {
  id: Generated<number>;
  key: string;
  type: string;
  audience_id: string | null;
  email: string | null;
  former_email: string | null;
  details: string;
  fired_at: string | null;
  received_at: string;
  state: string;
  outcome: string | null;
  attempts: number;
  retry_at: string | null;
  error: string | null;
  finished_at: string | null;
  released: Generated<number>;
}

interface IntentsTable {
  id: Generated<number>;
  audience_id: string;
  model: string;
  keys: string;
  opened_at: string;
}

interface JournalTable {
  id: Generated<number>;
  run_id: number;
  audience_id: string;
  direction: string;
  outcome: string;
  model: string;
  record_id: number | null;
  email: string | null;
  name: string | null;
  code: string | null;
  description: string | null;
  at: string;
}

interface LeasesTable {
  name: string;
  holder: string;
  fence: string;
  expires_at: string;
}

interface LiveChangesTable {
  audience_id: string;
  kind: string;
  people: number;
  at: string;
}

interface MarksTable {
  audience_id: string;
  name: string;
  value: string;
}

interface RunsTable {
  id: Generated<number>;
  command: string;
  audience_id: string | null;
  dry_run: number;
  started_at: string;
  finished_at: string | null;
  outcome: string | null;
  message: string | null;
  totals: string | null;
  api_calls: string | null;
}

export type BindingRow = Selectable<BindingsTable>;
export type ConsentHistoryRow = Selectable<ConsentHistoryTable>;
export type ConsentLedgerRow = Selectable<ConsentLedgerTable>;
export type BindingRecordRow = Selectable<BindingRecordsTable>;
export type ExportFailureRow = Selectable<ExportFailuresTable>;
export type InboxRow = Selectable<InboxTable>;
export type NewInboxRow = Insertable<InboxTable>;
export type RunRow = Selectable<RunsTable>;
