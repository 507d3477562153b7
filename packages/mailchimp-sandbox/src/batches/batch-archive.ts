import { gzipSync } from 'node:zlib';
import { md5 } from '../model/identifiers.js';
import { tarOf } from './tar.js';

export interface OperationResult {
  status_code: number;
  operation_id: string | null;
  /** The answer as JSON text: readers parse twice. */
  response: string;
}

const resultsPerFile = 500;

/** The gzipped tar of the results: `./` first, then files of results under it (API §9). */
export function batchArchive(batchId: string, results: readonly OperationResult[], mtime: number): Buffer {
  const count = Math.ceil(results.length / resultsPerFile);
  const files = Array.from({ length: count }, (_, index) => ({
    name: `./${md5(`${batchId}:${index}`)}.json`,
    text: JSON.stringify(results.slice(index * resultsPerFile, (index + 1) * resultsPerFile)),
  }));
  return gzipSync(tarOf([{ name: './' }, ...files], mtime));
}
