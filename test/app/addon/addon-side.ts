import { installAddon, uninstallAddon } from '../../../src/addon/engine/manage-addon.js';
import type { World } from '../../support/world/open-world.js';

const real = { dryRun: false };

export interface ShownColumns {
  status: string | false;
  subscribedAt: string | false;
  pushedAt: string | false;
}

/** The addon in a world's Odoo, as a test sees and changes it. */
export class AddonSide {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async install(): Promise<void> {
    await installAddon(this.#world.odoo.session, real);
  }

  async uninstall(): Promise<void> {
    await uninstallAddon(this.#world.odoo.session, real);
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
