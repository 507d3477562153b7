// Measurements: npm run bench [-- NAME… --OPTION=VALUE…]; without a name, all of bench/*.ts one after the other.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, compiler, root, run } from './prepare.mjs';

const compiled = join(root, 'node_modules', '.cache', 'bench');
const options = process.argv.slice(2);
const names = options.filter((option) => !option.startsWith('--'));
const flags = options.filter((option) => option.startsWith('--'));
const all = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));
const unknown = names.filter((name) => !all.includes(name));

if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  process.exit(2);
}

build();
run('node', [compiler, '-p', 'bench/tsconfig.json']);
mkdirSync(compiled, { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(compiled, 'package.json'), `${JSON.stringify({ type: 'module', version })}\n`);
for (const name of names.length > 0 ? names : all) {
  run('node', ['--disable-warning=ExperimentalWarning', join(compiled, 'bench', `${name}.js`), ...flags]);
}
