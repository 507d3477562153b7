// Real Odoo servers for development: npm run staging -- up|down|status [--odoo 14|19|all]
import { build, foreground } from './prepare.mjs';

build();
process.exitCode = await foreground(['dist/staging/main.js', ...process.argv.slice(2)]);
