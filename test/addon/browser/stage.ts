import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { AddonSide } from '../../app/addon/addon-side.js';
import type { TestOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { AddonOdoo } from '../addon-odoo.js';
import { OdooBrowser } from './odoo-browser.js';

const marketing: readonly string[] = [
  'base.group_user',
  'base.group_partner_manager',
  'mass_mailing.group_mass_mailing_user',
];

const accountOf = { x_mailchimp_job: 'x_account_id', x_mailchimp_log: 'x_audience_id.x_account_id' };

interface Case {
  server: TestOdoo;
  page: Page;
  /** Its own among the cases that share the Odoo. */
  number: number;
  /** Of the user who is logged in. */
  groups?: readonly string[] | undefined;
}

/**
 * One case's own: a page with somebody from marketing logged in, an audience, and the real bridge between the two.
 * Cases share nothing but the Odoo, in which each has its account, its mailing list, its addresses and its user.
 */
export class Stage {
  private constructor(
    readonly browser: OdooBrowser,
    readonly world: World,
    readonly addon: AddonSide,
    readonly admin: AddonOdoo,
    readonly audienceName: string,
    readonly domain: string,
  ) {}

  static async with(
    { server, page, number, groups = marketing }: Case,
    run: (stage: Stage) => Promise<void>,
  ): Promise<void> {
    const audienceName = `Acme News ${number}`;
    const own = { name: audienceName, account: `acme${number}`, audienceId: `audience${number}` };
    await using world = await openWorld(server, own);
    const admin = await AddonOdoo.connect(server);
    try {
      await world.bridge.fetchAudiences({ dryRun: false });
      // Odoo now knows that a bridge is there.
      await world.bridge.pollJobs();
      const browser = new OdooBrowser(server, page);
      await browser.logIn(await hire(admin, `marta${number}`, ...groups));
      const domain = `acme-widgets-${number}.com`;
      await run(new Stage(browser, world, new AddonSide(world), admin, audienceName, domain));
    } finally {
      await admin.close();
    }
  }

  /** An address that no other case has. */
  email(name: string): string {
    return `${name.toLowerCase().replaceAll(' ', '')}@${this.domain}`;
  }

  customer(name: string): Promise<number> {
    return this.world.odoo.create('res.partner', { name, email: this.email(name) });
  }

  /** On the audience's mailing list. */
  contact(name: string, email = this.email(name)): Promise<number> {
    return this.world.odoo.hasContact({ name, email });
  }

  async statusInMailchimp(email: string): Promise<string | undefined> {
    return (await this.world.mailchimp.member(email))?.status;
  }

  async see(text: string): Promise<void> {
    await this.browser.page.getByText(text, { exact: true }).first().waitFor();
  }

  /** What `logs show` prints for a record. */
  async linkInLog(name: string): Promise<string> {
    const [log] = await this.world.bridge.listLogs();
    const { lines } = await this.world.bridge.showLog(log?.id ?? 0);
    return lines.find((line) => line.name === name)?.link ?? '';
  }

  /** Id of the one record of the case's account. */
  async only(model: keyof typeof accountOf): Promise<number> {
    const domain = [[`${accountOf[model]}.x_key`, '=', this.world.config.account]];
    const rows = await this.admin.search(model, domain, ['id']);
    expect(rows).toHaveLength(1);
    return rows[0]?.id ?? 0;
  }

  window(xmlId: string): Promise<number> {
    return this.admin.ref(xmlId);
  }

  /** Cog ▸ Export to MailChimp on customers, with the case's audience. */
  async exportCustomers(): Promise<void> {
    await this.browser.page.getByText('Export to MailChimp', { exact: true }).click();
    await this.browser.chooseTag('x_audience_ids', this.audienceName);
    await this.browser.picture('wizard');
    await this.browser.page.locator('.modal button', { hasText: 'Export' }).click();
    await this.browser.notification('Handed over').waitFor();
    await this.browser.page.locator('.modal').waitFor({ state: 'detached' });
  }

  /** The lines on the customer's tab. */
  async tab(customer: number): Promise<string[]> {
    await this.browser.openRecord('res.partner', customer);
    await this.browser.page.getByRole('tab', { name: 'MailChimp List' }).click();
    const rows = this.browser.page.locator('[name=x_mailchimp_subscription_ids] .o_data_row');
    await rows.first().waitFor();
    return rows.allTextContents();
  }
}

/** A user who logs in to the web client, greeted by no robot. */
async function hire(admin: AddonOdoo, login: string, ...groups: string[]) {
  const { id, username } = await admin.user(login, ...groups);
  const password = `${login}-password`;
  await admin.write('res.users', [id], { name: 'Marta Oliveira', password, odoobot_state: 'disabled' });
  return { username, password };
}
