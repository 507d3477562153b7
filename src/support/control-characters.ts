/** Control characters but tab and line break, and halves of a character that stands alone: no text of a person's (B63). */
const forbidden = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;

/** What rules a terminal, or turns the order of a line round, and is to be seen instead. */
const ruling = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** Whether a text holds what not every protocol and store can carry: a control character, or half a character. */
export function hasControlCharacter(text: string): boolean {
  return forbidden.test(text);
}

/** A text of another program on one line: white space as a blank, what rules a terminal as `�`. */
export function visible(text: string): string {
  return text.replaceAll(ruling, (character) => (/\s/u.test(character) ? ' ' : '\uFFFD'));
}

/** The same, line by line. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** The same of every text in a value, names of keys included. What is no plain object or list stays as it is. */
export function allVisible<T>(value: T): T;
export function allVisible(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map((one: unknown) => allVisible(one));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [visible(key), allVisible(one)]));
}
