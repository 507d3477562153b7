import type { MemberStatus } from '../core/member-status.js';

export type WritableStatus = Exclude<MemberStatus, 'archived'>;

export interface MemberWrite {
  email: string;
  status?: WritableStatus;
  /** Acts only when the member is new (mailchimp-api §6). */
  statusIfNew?: WritableStatus;
  /** By merge tag; those not named stay as they are. */
  mergeFields?: Readonly<Record<string, unknown>>;
  /** Names, for a new member; of an existing one tags are changed by their own call. */
  tags?: readonly string[];
}

/** The JSON of a member write; what isn't given isn't sent, and so isn't changed. */
export function memberBody({ email, status, statusIfNew, mergeFields, tags }: Partial<MemberWrite>): object {
  const hasFields = mergeFields !== undefined && Object.keys(mergeFields).length > 0;
  return {
    ...(email === undefined ? {} : { email_address: email }),
    ...(status === undefined ? {} : { status }),
    ...(statusIfNew === undefined ? {} : { status_if_new: statusIfNew }),
    ...(hasFields ? { merge_fields: mergeFields } : {}),
    ...(tags === undefined || tags.length === 0 ? {} : { tags }),
  };
}
