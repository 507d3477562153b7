import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { OdooVersion } from '../../../src/staging/odoo-version.js';
import type { TestOdoo } from '../../support/staging/describe-odoo.js';

const images = join(import.meta.dirname, '../../../docs/images');
/** The first page on a new database makes Odoo build its scripts. */
const slowest = 120_000;

/** What runs in the page: the web client since 15, and before. */
interface InPage {
  document: { querySelectorAll(selector: string): ArrayLike<{ click(): void }> };
  odoo: {
    __WOWL_DEBUG__?: {
      root: {
        env: { services: { action: { doAction(action: unknown, options: object): Promise<unknown> } } };
      };
    };
    __DEBUG__?: {
      services: { 'web.web_client': { do_action(action: unknown, options: object): Promise<unknown> } };
    };
  };
}

/** Odoo's web client in a real browser, by what a person sees in it; the same words for 14 and 19. */
export class OdooBrowser {
  constructor(
    readonly server: TestOdoo,
    readonly page: Page,
  ) {}

  /** Once for a page. Not by Odoo's form for it, which takes longer. */
  async logIn({ username, password }: { username: string; password: string }): Promise<void> {
    const { url, database: db } = this.server;
    const params = { db, login: username, password };
    const answer = await this.page.request.post(`${url}/web/session/authenticate`, {
      data: { jsonrpc: '2.0', method: 'call', params },
    });
    expect(await answer.json()).toMatchObject({ result: { username, db } });
    await this.page.goto(`${url}/web`, { timeout: slowest });
    // What it opens by itself would come in between what is opened next.
    await this.page.waitForSelector('.o_action_manager > *', { timeout: slowest });
  }

  async openRecord(model: string, id: number): Promise<void> {
    const views = [[false, 'form']];
    await this.#open({
      type: 'ir.actions.act_window',
      res_model: model,
      res_id: id,
      views,
      target: 'current',
    });
    await this.page.waitForSelector('.o_form_view');
  }

  async openWindow(actionId: number): Promise<void> {
    await this.#open(actionId);
    await this.page.waitForSelector('.o_list_view, .o_graph_controller, .o_graph_view, .o_kanban_view');
  }

  /** An address as it stands in a report. */
  async openLink(url: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(url, { timeout: slowest });
    await this.page.waitForSelector('.o_form_view');
  }

  /** As a menu does, which loads what is shown and not the web client; what was notified before is taken away. */
  async #open(action: object | number): Promise<void> {
    await this.page.waitForFunction(() => {
      const { document } = globalThis as unknown as InPage;
      for (const button of Array.from(document.querySelectorAll('.o_notification_close'))) button.click();
      return document.querySelectorAll('.o_notification').length === 0;
    });
    await this.page.evaluate(async (wanted) => {
      const { __WOWL_DEBUG__: client, __DEBUG__: old } = (globalThis as unknown as InPage).odoo;
      if (client) await client.root.env.services.action.doAction(wanted, { clearBreadcrumbs: true });
      else await old?.services['web.web_client'].do_action(wanted, { clear_breadcrumbs: true });
    }, action);
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

  /** Types into the search box and chooses the field to look in. */
  async searchFor(text: string, field: string): Promise<void> {
    await this.page.locator('.o_searchview_input').fill(text);
    const entries = this.page.locator('.o_searchview_autocomplete').locator('li, .o-dropdown-item');
    await entries.filter({ hasText: field }).first().click();
    await this.page.locator('.o_searchview_facet', { hasText: text }).waitFor();
  }

  /** In 14 a form is read first; in 19 it is always one to write in. */
  async edit(): Promise<void> {
    if (this.server.version === 14) await this.page.locator('.o_form_button_edit').click();
  }

  async save(): Promise<void> {
    const button = this.page.locator('.o_form_button_save');
    await button.click();
    await button.waitFor({ state: 'hidden' });
  }

  /** A new rule in the editor of a domain. */
  async addRule(field: string): Promise<void> {
    const label = this.server.version === 14 ? 'Add filter' : 'New Rule';
    await this.page.locator(`[name=${field}]`).getByText(label, { exact: false }).first().click();
    // 14 saves no rule that it has not counted yet; its new one is of the record with the first id.
    if (this.server.version === 14) await this.#oneRecord(field).waitFor();
  }

  async removeRule(field: string): Promise<void> {
    const buttons = this.page.locator(`[name=${field}]`).locator('.fa-trash, .o_domain_delete_node_button');
    // 14 shows it to the mouse only.
    await buttons.first().dispatchEvent('click');
    await this.#oneRecord(field).waitFor({ state: 'detached' });
  }

  #oneRecord(field: string): Locator {
    return this.page.locator(`[name=${field}]`).getByText(/^\s*1 record/u);
  }

  /** Of each field, whether the form lets it be changed. */
  canBeChanged(...fields: string[]): Promise<boolean[]> {
    return Promise.all(
      fields.map((field) => {
        const inputs = this.page.locator(
          `[name=${field}] :is(input, select):enabled, select[name=${field}]:enabled`,
        );
        return inputs.count().then((count) => count > 0);
      }),
    );
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
