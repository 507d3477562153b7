import { jsonLine } from '../../support/json-line.js';
import type { Io } from '../io.js';

/** The one JSON object of `--json`. */
export function printJson(io: Pick<Io, 'stdout'>, value: unknown): void {
  io.stdout(`${jsonLine(value)}\n`);
}
