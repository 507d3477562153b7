/** The six statuses of a MailChimp member (mailchimp-api §6). `archived` is only ever read. */
export const memberStatuses = [
  'subscribed',
  'unsubscribed',
  'cleaned',
  'pending',
  'transactional',
  'archived',
] as const;

export type MemberStatus = (typeof memberStatuses)[number];
