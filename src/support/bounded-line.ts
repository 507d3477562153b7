import { visible } from './control-characters.js';

const longest = 300;

/** Text of another program, as a message may quote it: on one line, of at most 300 characters. */
export function boundedLine(text: string): string {
  const line = visible(text).replaceAll(/\s+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
