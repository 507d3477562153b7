/** By address in lower case, as MailChimp finds a member by it. */
export function byEmail<Row extends { email: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.email.toLowerCase(), row]));
}
