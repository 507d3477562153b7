import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { OdooVersion } from '../../../src/staging/odoo-version.js';
import type { TestOdoo } from '../../support/staging/describe-odoo.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const flags = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-component-update',
];
const images = join(import.meta.dirname, '../../../docs/images');
/** The first page on a new database makes Odoo build its scripts. */
const slowest = 120_000;

if (!executablePath && process.env.CI === 'true') throw new Error('No chromium: apt-get install chromium');

export const hasBrowser = executablePath !== undefined;

/** Odoo's web client in a real browser, by what a person sees in it; the same words for 14 and 19. */
export class OdooBrowser {
  private constructor(
    readonly server: TestOdoo,
    readonly page: Page,
    readonly context: BrowserContext,
    readonly profile: string,
  ) {}

  static async open(server: TestOdoo): Promise<OdooBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
      ...{ executablePath: executablePath ?? '', args: flags, viewport: { width: 1280, height: 640 } },
    });
    context.setDefaultTimeout(30_000);
    return new OdooBrowser(server, await context.newPage(), context, profile);
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true });
  }

  /** Also chooses the database, where a host has several. */
  async logIn(login: { username: string; password: string }): Promise<void> {
    await this.context.clearCookies();
    await this.page.goto('about:blank');
    await this.page.goto(`${this.server.url}/web/login?db=${this.server.database}`, { timeout: slowest });
    await this.page.fill('input[name=login]', login.username);
    await this.page.fill('input[name=password]', login.password);
    await this.page.click('.oe_login_form button[type=submit]');
    await this.page.waitForSelector('.o_main_navbar', { timeout: slowest });
  }

  async openRecord(model: string, id: number): Promise<void> {
    // A model without a dot in its name is told from an action's path by a prefix.
    const path = model.includes('.') ? model : `m-${model}`;
    await this.#visit(`/odoo/${path}/${id}`, `/web#id=${id}&model=${model}&view_type=form`);
    await this.page.waitForSelector('.o_form_view');
  }

  async openWindow(actionId: number): Promise<void> {
    await this.#visit(`/odoo/action-${actionId}`, `/web#action=${actionId}`);
    await this.page.waitForSelector('.o_list_view, .o_graph_controller, .o_graph_view, .o_kanban_view');
  }

  /** Loads anew: in 14 a changed fragment alone would leave the old view on the screen for a while. */
  async #visit(path: string, pathOf14: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.server.url}${this.server.version === 14 ? pathOf14 : path}`, {
      timeout: slowest,
    });
  }

  /** Chooses an entry of the cog (19) or Action (14) menu. */
  async chooseAction(label: string): Promise<void> {
    await this.openActions();
    await this.page.getByText(label, { exact: true }).click();
  }

  async openActions(): Promise<void> {
    const menu = this.page.locator('.o_cp_action_menus');
    const button =
      this.server.version === 14
        ? menu.locator('button', { hasText: 'Action' })
        : menu.locator('button:has(.fa-cog)').first();
    await button.click();
  }

  async selectAllRows(): Promise<void> {
    // 14 draws another box over the real one.
    await this.page.locator('thead .o_list_record_selector input').first().dispatchEvent('click');
  }

  rows(): Locator {
    return this.page.locator('.o_list_view .o_data_row');
  }

  async chooseFilter(label: string): Promise<void> {
    const toggler =
      this.server.version === 14
        ? this.page.locator('.o_filter_menu button').first()
        : this.page.locator('.o_searchview_dropdown_toggler');
    await toggler.click();
    await this.page.locator('.o_menu_item', { hasText: label }).first().click();
    await this.page.locator('.o_searchview_facet', { hasText: label }).waitFor();
    await this.page.keyboard.press('Escape');
  }

  async chooseTag(field: string, label: string): Promise<void> {
    await this.page.locator(`.modal [name=${field}] input`).click();
    await this.page
      .locator('.ui-autocomplete:visible li, .o-autocomplete--dropdown-item', { hasText: label })
      .first()
      .click();
  }

  /** A form's value as it is read: in 19 a form is always one to write in. */
  async valueOf(field: string): Promise<string> {
    const shown = this.page.locator(`.o_form_view [name=${field}]`).first();
    const input = shown.locator('input').first();
    await shown.waitFor();
    return (await input.count()) > 0 ? input.inputValue() : ((await shown.textContent()) ?? '').trim();
  }

  notification(text: string): Locator {
    return this.page.locator('.o_notification', { hasText: text });
  }

  /** A picture for the documentation, when they are asked for; taken when nothing moves any more. */
  async picture(name: string, of: readonly OdooVersion[] = [19]): Promise<void> {
    if (process.env.UPDATE_SCREENSHOTS !== '1' || !of.includes(this.server.version)) return;
    let before: Buffer = Buffer.alloc(0);
    let now = await this.page.screenshot();
    for (let tries = 0; tries < 20 && !now.equals(before); tries += 1) {
      before = now;
      now = await this.page.screenshot();
    }
    mkdirSync(images, { recursive: true });
    writeFileSync(join(images, `odoo-${this.server.version}-${name}.png`), now);
  }
}
