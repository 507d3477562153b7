import { isFirstMeeting, mergeField, type FieldPolicy, type FieldState, type Side } from './merge-field.js';

const policy: FieldPolicy = { owner: 'newest', blank: 'keep' };

/**
 * A marketing permission is consent (B25): MailChimp, which asked for it, counts at the first meeting, and of two
 * changes the no.
 */
export function mergePermission(state: FieldState): Side | null {
  const { odoo, mailchimp } = state;
  if (isFirstMeeting(state)) return odoo === mailchimp ? null : 'mailchimp';
  return mergeField({ ...state, later: odoo === false ? 'odoo' : 'mailchimp' }, policy);
}
