// Writes config/account.schema.json, with which editors check and complete account files.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from './prepare.mjs';

build();
const { accountJsonSchema } = await import('../dist/config/known-keys.js');
writeFileSync(join(root, 'config/account.schema.json'), `${JSON.stringify(accountJsonSchema(), null, 2)}\n`);
