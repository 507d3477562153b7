const unstorable = /[\0\p{Cs}]/u;
const all = /[\0\p{Cs}]/gu;

/**
 * Parameters of a query as every store can hold them: PostgreSQL has no form for a zero, and half a character would come
 * back as something else. `�` stands for them, so that one odd name spoils no write of a page (B63).
 */
export function storable(parameters: readonly unknown[]): unknown[] {
  return parameters.map((value) =>
    typeof value === 'string' && unstorable.test(value) ? value.replaceAll(all, '\uFFFD') : value,
  );
}
