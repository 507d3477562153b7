import type { BridgeError } from './errors.js';

/** What is wrong and what to do about it, as sentences in one line. */
export function errorInWords({ message, hint }: Pick<BridgeError, 'message' | 'hint'>): string {
  const sentences = [message, hint ?? ''].map((text) => text.trim().replace(/\.$/u, ''));
  return sentences
    .filter((text) => text !== '')
    .map((text) => `${text}.`)
    .join(' ');
}
