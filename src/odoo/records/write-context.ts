/** Bulk writes leave no chatter, no followers and no tracking mail (odoo-api §1). */
export const writeContext = {
  tracking_disable: true,
  mail_create_nosubscribe: true,
  mail_notrack: true,
} as const;
