// Stories of the two sides, by the thousand: npm run stories [-- --count=N --seed=S --odoo=small|19|14].
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, compiler, foreground, root, run } from './prepare.mjs';

const compiled = join(root, 'node_modules', '.cache', 'stories');

build();
run('node', [compiler, '-p', 'test/sync/property/tsconfig.json', '--noCheck']);
mkdirSync(compiled, { recursive: true });
writeFileSync(join(compiled, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`);
const main = join(compiled, 'test', 'sync', 'property', 'main.js');
process.exitCode = await foreground(['--max-semi-space-size=32', main, ...process.argv.slice(2)]);
