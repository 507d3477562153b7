// The bridge from one end to the other, on a fresh clone: npm run demo [-- --keep --odoo auto|sandbox|14|19|URL]
import { build, foreground } from './prepare.mjs';

build();
process.exitCode = await foreground(['dist/cli/main.js', 'demo', ...process.argv.slice(2)]);
