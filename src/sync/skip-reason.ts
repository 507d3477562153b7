/** Why a record or a member is passed over, in words; the codes stand in the JSON. */
const reasons: Readonly<Record<string, string>> = {
  no_contact: 'no mailing contact has the address (auto_create_member is off)',
  no_address: 'no e-mail address',
  opted_out: 'opted out in Odoo',
  archived: 'archived in MailChimp',
  not_a_member: 'not a member of the audience; contacts export adds them',
  refused_before: 'refused before and not changed since; contacts show tells why',
  not_planned: 'not in the plan',
  taken_out:
    'taken off the mailing list in Odoo; their own sign-up in MailChimp or an export by --id or --email brings them back',
  forgotten: 'forgotten by forget; only their own sign-up in MailChimp brings them back',
};

export function skipReasonInWords(reason: string): string {
  return reasons[reason] ?? reason;
}
