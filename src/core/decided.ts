declare const byConsent: unique symbol;

/**
 * What says of somebody whether they are mailed: an opt-out, an entry of the blacklist, the status of a member. Only
 * `consent/` can make one (`consent/decided.ts`), so that no other room writes any by a decision of its own (B45).
 */
export type Decided<T> = T & { readonly [byConsent]: true };
