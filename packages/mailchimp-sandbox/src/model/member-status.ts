export const memberStatuses = [
  'subscribed',
  'unsubscribed',
  'cleaned',
  'pending',
  'transactional',
  'archived',
] as const;

export type MemberStatus = (typeof memberStatuses)[number];

/** Statuses that a write may ask for; `archived` is reached through DELETE only. */
export type WritableStatus = Exclude<MemberStatus, 'archived'>;
