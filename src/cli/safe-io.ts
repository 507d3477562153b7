import type { Io } from './io.js';

const escape = String.fromCodePoint(27);
/** Colours, and what takes the line of progress back. */
const own = new RegExp(String.raw`(${escape}\[[\d;]*m|\r${escape}\[2K)`, 'u');
const ruling = /(?![\t\n])[\p{Cc}\p{Cs}]/gu;

/** Lets nothing through to the terminal that rules it, but what the bridge says itself (B63). */
export function safeIo(io: Io): Io {
  return { ...io, stdout: (text) => io.stdout(safe(text)), stderr: (text) => io.stderr(safe(text)) };
}

function safe(text: string): string {
  return text
    .split(own)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(ruling, '\uFFFD')))
    .join('');
}
