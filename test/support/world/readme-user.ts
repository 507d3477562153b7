import { AddonOdoo } from '../../addon/addon-odoo.js';
import type { TestOdoo } from '../staging/describe-odoo.js';
import type { WorldOdoo } from './open-world.js';

/** A user with the rights that the README asks for, and no others. */
export async function asReadmeUser(odoo: TestOdoo, login: string): Promise<WorldOdoo> {
  const admin = await AddonOdoo.connect(odoo);
  const user = await admin.user(login, 'mass_mailing.group_mass_mailing_user', 'base.group_partner_manager');
  await admin.close();
  const { url, database, version, session } = odoo;
  return { url, database, version, session, ...user };
}
