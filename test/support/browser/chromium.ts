import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { PageLog } from './page-log.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

/** Runs a case on a page that nobody has used, with cookies and a storage of its own, and leaves nothing of it open. */
export type OnPage = <T>(run: (page: Page) => Promise<T>) => Promise<T>;

/** One browser for the suite in which it is called, and in it a page for each case. */
export function useBrowser(viewport: { width: number; height: number }): OnPage {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args });
  }, 300_000);
  afterAll(() => browser.close());
  return async (run) => {
    await using context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    context.setDefaultTimeout(90_000);
    const page = await context.newPage();
    return await new PageLog(page).explain(() => run(page));
  };
}

/** Describes what a browser shows. Where there is none the suite is skipped and says so; with CI=true that is a failure. */
export function withBrowser(title: string, define: (title: string) => void): void {
  if (executablePath !== undefined) define(title);
  else describeMissing(title);
}

function describeMissing(title: string): void {
  const message = 'There is no chromium: apt-get install chromium';
  if (process.env.CI === 'true') {
    it(`${title} has a browser to run in`, () => {
      throw new Error(message);
    });
    return;
  }
  console.warn(`${message}. SKIPPED: ${title}`);
  describe.skip(title, () => {
    it('needs a browser', () => undefined);
  });
}
