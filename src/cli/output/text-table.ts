import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

export interface TextTable {
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** Width of each column, frame included; text that is longer is wrapped. As wide as its text when left out. */
  widths?: readonly (number | null)[];
}

/** A framed table; columns of numbers stand to the right. */
export function textTable({ head, rows, widths }: TextTable): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [] },
    colAligns: head.map((_, column) => (rows.every((row) => isNumber(row[column])) ? 'right' : 'left')),
    ...(widths === undefined ? {} : { wordWrap: true, colWidths: [...widths] }),
  });
  table.push(...rows.map((row) => [...row]));
  return withoutRules(table.toString());
}

/** Without the lines between rows, so that more of them fit on a screen; the one below the head stays. */
function withoutRules(text: string): string {
  const lines = text.split('\n');
  const belowHead = lines.findIndex(isRule);
  return lines.filter((line, index) => index === belowHead || !isRule(line)).join('\n');
}

function isRule(line: string): boolean {
  return line.startsWith('├');
}

/** Counts, also coloured ones. */
function isNumber(cell: string | number | undefined): boolean {
  return /^[\d.]+$/u.test(stripVTControlCharacters(String(cell)));
}
