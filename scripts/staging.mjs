// Real Odoo servers for development: npm run staging -- up|down|status [--odoo 14|19|all]
import { build, run } from './prepare.mjs';

build();
run('node', ['dist/staging/main.js', ...process.argv.slice(2)]);
