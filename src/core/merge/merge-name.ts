import { isBlank } from '../field-value.js';
import { mergeField, type FieldPolicy, type FieldState, type Side } from './merge-field.js';

/**
 * A part of the name of a mailing contact (B13): an empty Odoo name is filled either way; else MailChimp's replaces it
 * only where the option says so, and then already at the first meeting.
 */
export function mergeName(
  state: FieldState,
  policy: FieldPolicy,
  { override, isEmpty }: { override: boolean; isEmpty: boolean },
): Side | null {
  if (isEmpty && !isBlank(state.mailchimp)) return 'mailchimp';
  const way = mergeField(
    state,
    override && isFirstMeeting(state) ? { ...policy, owner: 'mailchimp' } : policy,
  );
  return way === 'mailchimp' && !override ? null : way;
}

function isFirstMeeting({ base, mailchimp }: FieldState): boolean {
  return base.odoo === undefined && base.mailchimp === undefined && !isBlank(mailchimp);
}
