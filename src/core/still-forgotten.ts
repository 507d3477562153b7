/**
 * Whether a forgotten person is to stay forgotten (B57). Who has signed up themselves since is a new person: MailChimp
 * takes them back by its own forms only, and writes down when; the API leaves that date empty (mailchimp-api §5.4).
 * @param since by MailChimp's clock; undefined for an address nobody has forgotten
 * @param member null when the address is no member
 */
export function isStillForgotten(
  since: Date | undefined,
  member: { signedUpAt: string | null } | null,
): boolean {
  if (since === undefined) return false;
  const signedUpAt = member?.signedUpAt ?? null;
  return signedUpAt === null || new Date(signedUpAt) <= since;
}
