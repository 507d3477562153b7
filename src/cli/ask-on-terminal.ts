import { createInterface } from 'node:readline/promises';

/** Asks on stderr, so that stdout stays for results. @param signal ends the asking, as Ctrl-C does */
export function askOnTerminal(signal: AbortSignal): (question: string) => Promise<string> {
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await terminal.question(question, { signal });
    } finally {
      terminal.close();
    }
  };
}
