import { Problem } from '../http/problem.js';
import { mergeFieldsInvalid, problems } from '../http/problems.js';
import { subscriberHash } from '../model/identifiers.js';
import { knobValues } from '../model/knobs.js';
import type { MemberRecord } from '../model/member-record.js';
import { createMember } from './create-member.js';
import { readMemberInput } from './member-input.js';
import type { MemberInput } from './member-input.js';
import { saveTagged, tagsRemoved } from './tag-members.js';
import { updateMember } from './update-member.js';
import type { WriteContext } from './write-context.js';

export interface BatchSubscribe {
  members: readonly unknown[];
  updateExisting: boolean;
  syncTags: boolean;
  skipDuplicateCheck: boolean;
}

interface BatchError {
  email_address: string;
  error: string;
  error_code: 'ERROR_CONTACT_EXISTS' | 'ERROR_GENERIC';
  field: string;
  field_message: string;
}

export interface BatchOutcome {
  created: MemberRecord[];
  updated: MemberRecord[];
  errors: BatchError[];
}

/** Writes each member on its own; what is refused becomes an error item, never a failed call (API §5.3). */
export function batchSubscribe(context: WriteContext, batch: BatchSubscribe): BatchOutcome {
  const outcome: BatchOutcome = { created: [], updated: [], errors: [] };
  const seen = new Set<string>();
  for (const item of batch.members) {
    const body = asObject(item);
    const email = typeof body.email_address === 'string' ? body.email_address.trim() : '';
    const hash = subscriberHash(email);
    const repeated = email !== '' && seen.has(hash);
    seen.add(hash);
    if (repeated && batch.skipDuplicateCheck) continue;
    try {
      if (repeated) throw problems.invalid(`${email} appears more than once in this request.`);
      refuseRole(context, email);
      writeItem(context, batch, body, outcome);
    } catch (error) {
      outcome.errors.push(errorItem(email, error));
    }
  }
  return outcome;
}

function asObject(item: unknown): Record<string, unknown> {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
    ? (item as Record<string, unknown>)
    : {};
}

/** Bulk imports are said to refuse addresses of roles: a knob. */
function refuseRole({ world }: WriteContext, email: string): void {
  const roles = knobValues(world.knobs.batch_refused_roles);
  if (roles.includes(email.split('@', 1)[0]?.toLowerCase() ?? '')) throw problems.fake(email);
}

class AlreadyMember extends Error {}

function writeItem(
  context: WriteContext,
  batch: BatchSubscribe,
  body: Record<string, unknown>,
  outcome: BatchOutcome,
): void {
  // The marketing permissions are a matter of the member endpoints alone.
  const input = { ...readMemberInput(body), permissions: {} };
  if (!input.status && !input.statusIfNew) throw problems.noStatus();
  const existing = input.email ? context.audience.members.byEmail(input.email) : undefined;
  if (!existing) {
    outcome.created.push(createMember(context, input));
  } else if (existing.status === 'archived') {
    outcome.created.push(updateMember(context, existing, revival(input)));
  } else if (batch.updateExisting) {
    outcome.updated.push(updateExisting(context, batch, existing, input));
  } else {
    throw new AlreadyMember();
  }
}

/** An archived address counts as new, so `status_if_new` speaks too. */
function revival(input: MemberInput): MemberInput {
  return { ...input, status: input.status ?? input.statusIfNew };
}

function updateExisting(
  context: WriteContext,
  batch: BatchSubscribe,
  existing: MemberRecord,
  input: MemberInput,
): MemberRecord {
  const written = updateMember(context, existing, input);
  if (!batch.syncTags) return written;
  const wanted = new Set((input.tags ?? []).map((name) => name.trim().toLowerCase()));
  const { segments } = context.audience;
  const surplus = [...(written.tags?.keys() ?? [])].filter(
    (id) => !wanted.has(segments.get(id)?.name.toLowerCase() ?? ''),
  );
  const synced = tagsRemoved(context, written, surplus);
  return synced === written ? written : saveTagged(context, synced);
}

function errorItem(email: string, error: unknown): BatchError {
  const item = (text: string, code: BatchError['error_code'], field = '', message = ''): BatchError => ({
    email_address: email,
    error: text,
    error_code: code,
    field,
    field_message: message,
  });
  if (error instanceof AlreadyMember) {
    const text = `${email} is already a list member, do you want to update? please provide update_existing:true in the request body`;
    return item(text, 'ERROR_CONTACT_EXISTS');
  }
  if (!(error instanceof Problem)) throw error;
  const { detail, errors = [] } = error.details;
  // Only merge fields are named.
  const field = errors.find((one) => detail === mergeFieldsInvalid || one.field.startsWith('merge_fields.'));
  return item(detail, 'ERROR_GENERIC', field?.field, field?.message);
}
