// Every rule of the house that a program can check.
import { install, run } from './prepare.mjs';

install();
run('npx', ['tsc', '--noEmit']);
run('npx', [
  'eslint',
  '.',
  '--max-warnings',
  '0',
  '--cache',
  '--cache-location',
  'node_modules/.cache/eslint',
]);
run('npx', ['depcruise', 'src', '--config', '.dependency-cruiser.cjs']);
run('npx', ['knip']);
run('npx', ['prettier', '--check', '--log-level', 'warn', '.']);
