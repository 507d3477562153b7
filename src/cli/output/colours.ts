import pc from 'picocolors';
import type { Io } from '../io.js';

export type Colours = ReturnType<typeof pc.createColors>;

/** Colours for someone who looks at a terminal; plain text for a file, a pipe or cron. */
export function coloursFor({ hasColours }: Io): Colours {
  return pc.createColors(hasColours);
}
