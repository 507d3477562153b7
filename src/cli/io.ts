import type { Environment } from '../config/load-accounts.js';

/** The terminal or cron job the CLI talks to; everything it knows of the outside comes through here. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Someone is looking, at stderr at least: progress may rewrite its line. Not so under cron. */
  isTerminal: boolean;
  /** Asks whoever is at the terminal; null when nobody is there to answer. @returns what was typed */
  ask: ((question: string) => Promise<string>) | null;
  /** Width of that terminal, in characters. */
  columns: number;
  /** Someone is looking at stdout, on a terminal with colours, and has not refused them (no-color.org). */
  hasColours: boolean;
  /** Where relative paths start. */
  cwd: string;
  environment(): Environment;
  /** Aborted on the first Ctrl-C. */
  signal: AbortSignal;
}
