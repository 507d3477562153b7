import { InvalidArgumentError } from 'commander';
import { parseWhole } from './parse-whole.js';

/** A port of the command line; 0 stands for any free one. */
export function parsePort(text: string): number {
  const port = parseWhole(text);
  if (port < 65_536) return port;
  throw new InvalidArgumentError('A port is at most 65535.');
}
