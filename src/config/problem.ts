/** Something wrong in a configuration file, where an editor can jump to it. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  /** What is wrong and what to do, one line. */
  text: string;
}

/** One line a problem, in the order of the file. */
export function inOrder(problems: readonly Problem[]): string[] {
  const lines = [...problems]
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
    .map(({ file, line, column, text }) => `${file}:${line}:${column}: ${text}`);
  // What an alias repeats is wrong once.
  return [...new Set(lines)];
}
