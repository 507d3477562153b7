/** The object without those keys; the order of the others stays. */
export function without<T extends object, K extends keyof T>(object: T, ...keys: K[]): Omit<T, K> {
  const unwanted: readonly PropertyKey[] = keys;
  return Object.fromEntries(Object.entries(object).filter(([key]) => !unwanted.includes(key))) as Omit<T, K>;
}
