import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { chromium, type BrowserContext } from 'playwright-core';

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

/** A browser with a profile of its own, which goes when it is closed. */
export interface TestBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

export async function openChromium(
  viewport: { width: number; height: number } = { width: 1280, height: 720 },
): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...{ executablePath: executablePath ?? '', args: flags, viewport, reducedMotion: 'reduce' },
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
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
