// Lays out every file: npm run format
import { install, run } from './prepare.mjs';

install();
run('node', ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.']);
