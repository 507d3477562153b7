import { readdirSync } from 'node:fs';

const notOurs = new Set(['node_modules', '.git', 'dist', 'data', 'coverage']);
const text = /\.(?:ts|mjs|cjs|js|md|yaml|yml)$/u;

/** Every file of code, tests and docs, packages too, by its path from the project's folder. */
export function projectFiles(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : projectFiles(path);
    return text.test(entry.name) ? [path] : [];
  });
}
