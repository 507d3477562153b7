// The proof of the rules of consent by exhaustive search: npm run prove [-- --depth=N]; some minutes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiler, install, root, run } from './prepare.mjs';

const compiled = join(root, 'node_modules', '.cache', 'prove');

install();
run('node', [compiler, '-p', 'test/consent/proof/tsconfig.json']);
mkdirSync(compiled, { recursive: true });
writeFileSync(join(compiled, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`);
const main = join(compiled, 'test', 'consent', 'proof', 'main.js');
run('node', ['--max-old-space-size=8192', main, ...process.argv.slice(2)]);
