import type { MemberStatus } from '../core/member-status.js';
import type { Binding, BindingError } from './binding.js';
import type { BindingRecordRow, BindingRow } from './schema.js';

export function toRow(binding: Binding): BindingRow {
  return {
    audience_id: binding.audienceId,
    member_id: binding.memberId,
    subscriber_hash: binding.subscriberHash,
    email: binding.email,
    status: binding.status,
    last_changed: binding.lastChanged,
    member_fingerprint: binding.memberFingerprint,
    seen: JSON.stringify(binding.seen),
    base: JSON.stringify(binding.base),
    import_due: binding.importDue ? 1 : 0,
    export_due: binding.exportDue ? 1 : 0,
    tags_off: binding.tagsOff ? 1 : 0,
    face_due: binding.addonDue ? 1 : 0,
    pushed_at: binding.pushedAt,
    pulled_at: binding.pulledAt,
    error: binding.error === null ? null : JSON.stringify(binding.error),
  };
}

export function fromRow(row: BindingRow, records: readonly BindingRecordRow[]): Binding {
  return {
    audienceId: row.audience_id,
    memberId: row.member_id,
    subscriberHash: row.subscriber_hash,
    email: row.email,
    records: Object.fromEntries(records.map(({ model, record_id: id }) => [model, id])),
    status: row.status as MemberStatus,
    lastChanged: row.last_changed,
    memberFingerprint: row.member_fingerprint,
    seen: JSON.parse(row.seen) as object,
    base: JSON.parse(row.base) as object,
    importDue: row.import_due === 1,
    exportDue: row.export_due === 1,
    tagsOff: row.tags_off === 1,
    addonDue: row.face_due === 1,
    pushedAt: row.pushed_at,
    pulledAt: row.pulled_at,
    error: row.error === null ? null : (JSON.parse(row.error) as BindingError),
  };
}

export function recordRows({ audienceId, memberId, records }: Binding): BindingRecordRow[] {
  return Object.entries(records).map(([model, id]) => {
    return { audience_id: audienceId, member_id: memberId, model, record_id: id };
  });
}
