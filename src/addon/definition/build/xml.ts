/** A view's text as it is sent: without the indentation that is for people. */
export function xml(text: string): string {
  return text
    .replace(/>\s+</gu, '><')
    .replace(/\s*\n\s*/gu, ' ')
    .trim();
}
