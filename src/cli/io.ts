import type { Environment } from '../config/load-accounts.js';

/** The terminal or cron job the CLI talks to; everything it knows of the outside comes through here. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Someone is looking at stderr: progress may rewrite its line. */
  isTerminal: boolean;
  /** Width of that terminal, in characters. */
  columns: number;
  /** Someone is looking at stdout; else it goes to a file, a program or cron's mail. */
  isStdoutTerminal: boolean;
  /** That terminal shows colours, and nobody has refused them (no-color.org). */
  hasColours: boolean;
  /** Where relative paths start. */
  cwd: string;
  environment(): Environment;
  /** Aborted on the first Ctrl-C. */
  signal: AbortSignal;
}
