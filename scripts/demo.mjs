// The bridge from one end to the other, on a fresh clone: npm run demo [-- --keep --odoo auto|sandbox|14|19|URL]
import { build, run } from './prepare.mjs';

build();
run('node', ['dist/cli/main.js', 'demo', ...process.argv.slice(2)]);
