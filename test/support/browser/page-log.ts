import type { Page } from 'playwright-core';

const shownChars = 500;

/** What went wrong in a page, for the message of a test that waits for something that never comes. */
export class PageLog {
  readonly #lines: string[] = [];

  constructor(private readonly page: Page) {
    page.on('pageerror', (error) => this.#lines.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#lines.push(`console: ${message.text()}`);
    });
    page.on('requestfailed', (request) => {
      this.#lines.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#lines.push(`${response.status()}: ${response.url()}`);
    });
  }

  /** Does what a person does in the page; an error says also where the page is, what it shows and what it complained of. */
  async explain<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (cause) {
      const body = await this.page.locator('body').innerText().catch(String);
      const told = [this.page.url(), body.slice(0, shownChars), ...this.#lines].join('\n');
      throw new Error(`${String(cause)}\nThe page:\n${told}`, { cause });
    }
  }
}
