import { installFace, uninstallFace } from '../../../src/addon/engine/manage-face.js';
import { FaceOdoo } from '../../addon/face-odoo.js';
import type { TestOdoo } from '../../support/staging/describe-odoo.js';
import type { World } from '../../support/world/open-world.js';

const real = { dryRun: false };

/** On a suite's database before its tests: the first time takes Odoo a while. */
export async function installOn({ url, database, username, password }: TestOdoo): Promise<void> {
  const admin = await FaceOdoo.connect({ url, database, username, password });
  await installFace(admin.session, real);
  await admin.close();
}

export interface ShownColumns {
  status: string | false;
  subscribedAt: string | false;
  pushedAt: string | false;
}

/** The face in a world's Odoo, as a test sees and changes it. */
export class FaceSide {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  static async install(world: World): Promise<FaceSide> {
    const face = new FaceSide(world);
    await face.install();
    return face;
  }

  async install(): Promise<void> {
    await installFace(this.#world.odoo.session, real);
  }

  async uninstall(): Promise<void> {
    await uninstallFace(this.#world.odoo.session, real);
  }

  /** Of the contact's subscription to the world's mailing list. */
  async columns(email: string): Promise<ShownColumns> {
    const { odoo } = this.#world;
    const domain = [
      ['contact_id.email_normalized', '=', email],
      ['list_id', '=', await odoo.mailingListId()],
    ];
    const fields = ['x_mailchimp_status', 'x_mailchimp_subscribed_at', 'x_mailchimp_pushed_at'];
    const [row] = await odoo.search(odoo.session.capabilities.subscriptionModel, domain, fields);
    if (row === undefined) throw new Error(`${email} is not on the mailing list`);
    return {
      status: row.x_mailchimp_status as string | false,
      subscribedAt: row.x_mailchimp_subscribed_at as string | false,
      pushedAt: row.x_mailchimp_pushed_at as string | false,
    };
  }

  async status(email: string): Promise<string | false> {
    return (await this.columns(email)).status;
  }

  async audience(fields: string[]): Promise<Record<string, unknown> & { id: number }> {
    const domain = [
      ['x_mailchimp_id', '=', this.#world.audienceId],
      ['x_account_id.x_key', '=', this.#world.config.account],
    ];
    const [row] = await this.#world.odoo.search('x_mailchimp_audience', domain, fields);
    if (row === undefined) throw new Error('the audience is not in Odoo');
    return row;
  }
}
