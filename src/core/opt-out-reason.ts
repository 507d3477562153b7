/** Odoo's own reasons for leaving a mailing list (from 17.0), by the end of their external ids. */
export const shippedReasons = [
  'never_subscribed',
  'changed_mind',
  'too_many',
  'not_relevant',
  'other',
] as const;

export type ShippedReason = (typeof shippedReasons)[number];

const words: readonly [RegExp, ShippedReason][] = [
  [/never (signed|subscribed)|nosignup/iu, 'never_subscribed'],
  [/no longer|changed my mind|^normal\b/iu, 'changed_mind'],
  [/too (many|often|much)/iu, 'too_many'],
  [/inappropriate|relevant|interest/iu, 'not_relevant'],
];

/**
 * What MailChimp's reason is among Odoo's own (B56): no new one is made, since Odoo offers all there are to everybody who leaves
 * a list. Null when the person gave none, or it wasn't the person (docs/mailchimp-api.md §5.4).
 */
export function shippedReasonOf(reason: string): ShippedReason | null {
  if (/^(n\/a\b|none given)|^\s*$/iu.test(reason)) return null;
  return words.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
}
