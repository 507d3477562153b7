/** `175 subscribed, 6 unsubscribed`; what is zero is left out. */
export function countsInWords(counts: Readonly<Record<string, number>>, none = 'none'): string {
  const words = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count.toLocaleString('en-US')} ${name}`);
  return words.length === 0 ? none : words.join(', ');
}
