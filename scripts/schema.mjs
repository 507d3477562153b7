// Writes what is made from the schema of the account file: config/account.schema.json, with which editors check
// and complete account files, and the table of options in docs/configuration.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from './prepare.mjs';

build();
const { accountJsonSchema } = await import('../dist/config/account-json-schema.js');
const { renderOptions } = await import('../dist/config/render-options.js');

writeFileSync(join(root, 'config/account.schema.json'), `${JSON.stringify(accountJsonSchema(), null, 2)}\n`);

const page = join(root, 'docs/configuration.md');
const table = /(?<=<!-- prettier-ignore-start -->\n).*(?=\n<!-- prettier-ignore-end -->)/su;
writeFileSync(
  page,
  readFileSync(page, 'utf8').replace(table, () => renderOptions()),
);
