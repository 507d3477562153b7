/** Which Odoo records a command works on (B16). Ids, e-mails and domain may not be mixed. */
export type ContactSelection =
  | { by: 'all' }
  | { by: 'ids'; ids: number[] }
  | { by: 'emails'; emails: string[] }
  | { by: 'domain'; domain: unknown[] }
  | { by: 'pending' };
