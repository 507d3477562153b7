import { chrootOdoo } from '../../src/staging/chroot-odoo.js';
import { versionFacts } from '../../src/staging/odoo-version.js';
import { runOdooShell } from '../../src/staging/run-odoo.js';
import { stagingPaths } from '../../src/staging/staging-paths.js';
import type { BenchOdoo } from './bench-odoo.js';

interface Row {
  email_address: string;
  status: string;
  merge_fields: { FNAME: string; LNAME: string };
}

/**
 * What an addon does: inside Odoo, without a network in between, one member after the other: search, create,
 * subscribe, and a commit every 100.
 * @returns milliseconds, without starting the shell
 */
export async function likeAnAddon({ version, connection }: BenchOdoo, rows: readonly Row[]): Promise<number> {
  const odoo = chrootOdoo(versionFacts(version), stagingPaths(version));
  const people = rows.map(({ email_address: email, status, merge_fields: { FNAME, LNAME } }) => [
    email,
    `${FNAME} ${LNAME}`,
    status !== 'subscribed',
  ]);
  const model = version >= 17 ? 'mailing.subscription' : 'mailing.contact.subscription';
  const script = `
import json, time
people = json.loads(${JSON.stringify(JSON.stringify(people))})
audience = env['mailing.list'].create({'name': 'Addon'})
started = time.time()
for index, (email, name, opt_out) in enumerate(people):
    contact = env['mailing.contact'].search([('email', '=', email)], limit=1)
    if not contact:
        contact = env['mailing.contact'].create({'name': name, 'email': email})
    line = env['${model}'].search([('contact_id', '=', contact.id), ('list_id', '=', audience.id)], limit=1)
    if line:
        line.opt_out = opt_out
    else:
        env['${model}'].create({'contact_id': contact.id, 'list_id': audience.id, 'opt_out': opt_out})
    if index % 100 == 99:
        env.cr.commit()
env.cr.commit()
print('MILLISECONDS %d' % ((time.time() - started) * 1000))
`;
  const out = await runOdooShell(odoo, connection.database, script);
  const milliseconds = /MILLISECONDS (\d+)/u.exec(out)?.[1];
  if (milliseconds === undefined) throw new Error(`odoo shell said: ${out.slice(-500)}`);
  return Number(milliseconds);
}
