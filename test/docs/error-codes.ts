import { readFileSync } from 'node:fs';
import { projectFiles } from './project-files.js';

const told = /\bcode(?:: |\s*=\s*)'([a-z_]+\.[a-z0-9_]+|bug)'/gu;
const quoted = /'(([a-z]+)\.[a-z0-9_]+)'/gu;

/**
 * Each error code in the sources, with a file it is in: what stands as `code: '…'`, and what begins like one of
 * those and is handed to a helper. The staging servers' files have names that look like codes (`odoo.log`).
 */
export function errorCodesIn(folder: string): Map<string, string> {
  const files = projectFiles(folder).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const codes = new Map<string, string>();
  for (const { file, text } of files) for (const [, code = ''] of text.matchAll(told)) codes.set(code, file);
  const prefixes = new Set([...codes.keys()].map((code) => code.split('.')[0]));
  for (const { file, text } of files.filter((each) => !each.file.includes('/staging/')))
    for (const [, code = '', prefix] of text.matchAll(quoted))
      if (prefixes.has(prefix)) codes.set(code, file);
  return codes;
}
