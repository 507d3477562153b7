import type { Decided } from '../core/decided.js';
import type { MemberStatus } from '../core/member-status.js';

export type WritableStatus = Exclude<MemberStatus, 'archived'>;

export interface MemberWrite {
  email: string;
  status?: Decided<WritableStatus>;
  /** Acts only when the member is new (mailchimp-api §6). */
  statusIfNew?: Decided<WritableStatus>;
  /** By merge tag; those not named stay as they are. */
  mergeFields?: Readonly<Record<string, unknown>>;
  /** By interest id; those not named stay as they are. */
  interests?: Readonly<Record<string, boolean>>;
  /** By permission id; the batch endpoint takes none (mailchimp-api §5.3). */
  permissions?: Readonly<Record<string, boolean>>;
  /** Names, for a new member; of an existing one tags are changed by their own call. */
  tags?: readonly string[];
}

/** The JSON of a member write; what isn't given isn't sent, and so isn't changed. */
export function memberBody(write: Partial<MemberWrite>): object {
  const { email, status, statusIfNew, mergeFields, interests, permissions, tags } = write;
  return {
    ...(email === undefined ? {} : { email_address: email }),
    ...(status === undefined ? {} : { status }),
    ...(statusIfNew === undefined ? {} : { status_if_new: statusIfNew }),
    ...(isFilled(mergeFields) ? { merge_fields: mergeFields } : {}),
    ...(isFilled(interests) ? { interests } : {}),
    ...(isFilled(permissions) ? { marketing_permissions: permissionItems(permissions) } : {}),
    ...(tags === undefined || tags.length === 0 ? {} : { tags }),
  };
}

function isFilled<T>(values: Readonly<Record<string, T>> | undefined): values is Readonly<Record<string, T>> {
  return values !== undefined && Object.keys(values).length > 0;
}

function permissionItems(permissions: Readonly<Record<string, boolean>>): object[] {
  return Object.entries(permissions).map(([id, enabled]) => ({ marketing_permission_id: id, enabled }));
}
