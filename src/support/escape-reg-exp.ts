/** A text as a part of a regular expression, with or without the flags `u` and `v`. */
export function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
}
