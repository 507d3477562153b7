/** `175 subscribed, 6 unsubscribed`; what is zero is left out, and nothing at all is `none`. */
export function countsInWords(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count.toLocaleString('en-US')} ${name}`);
  return words.length === 0 ? 'none' : words.join(', ');
}
