import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useBrowser, withBrowser } from '../../../test/support/browser/chromium.js';
import { SandboxClient } from './sandbox-client.js';

withBrowser('The page in a browser', (title) => {
  describe(title, () => {
    const onPage = useBrowser({ width: 1280, height: 720 });

    const inBrowser = (name: string, run: (client: SandboxClient, page: Page) => Promise<void>) => {
      const start = async () => {
        const client = await SandboxClient.start({ adminToken: 'let-me-in' });
        try {
          await onPage(async (page) => {
            await page.goto(`${client.sandbox.origin}/_sandbox/?token=let-me-in`);
            await run(client, page);
          });
        } finally {
          await client.close();
        }
      };
      it(name, start, 60_000);
    };

    inBrowser('asks for the token once', async (client, page) => {
      await page.context().clearCookies();

      const refused = await page.goto(`${client.sandbox.origin}/_sandbox/`);
      const allowed = await page.goto(`${client.sandbox.origin}/_sandbox/?token=let-me-in`);

      expect(refused?.status()).toBe(401);
      expect(allowed?.status()).toBe(200);
      expect(page.url()).toBe(`${client.sandbox.origin}/_sandbox/`);
    });

    inBrowser('adds an audience, lets somebody sign up and unsubscribe', async (client, page) => {
      await page.goto(`${client.sandbox.origin}/_sandbox/`);
      await page.fill('input[name=name]', 'Newsletter <b>');
      await page.click('text=Add audience');
      await page.click('#audiences a');
      await page.fill('input[type=email]', 'ana@acme-widgets.com');
      await page.fill('input[placeholder="First name"]', 'Ana');
      await page.click('text=Sign up');
      const row = page.locator('tr[data-email="ana@acme-widgets.com"]');
      const signedUp = await row.locator('.status').textContent();

      await row.locator('select[name=action]').selectOption('unsubscribe');
      await row.locator('button').click();

      expect(signedUp).toBe('subscribed');
      expect(await row.locator('.status').textContent()).toBe('unsubscribed');
      expect(await page.locator('[role=status]').textContent()).toBe(
        'unsubscribe: ana@acme-widgets.com; events: unsubscribe',
      );
      expect(await page.locator('h2').first().textContent()).toContain('Newsletter <b>');
    });

    inBrowser(
      'does what a person does: signs up, confirms, moves, complains; and what a marketer does',
      async (client, page) => {
        const audience = await client.audience({ name: 'Opt-in', double_optin: true });
        const address = `${client.sandbox.origin}/_sandbox/audiences/${audience}`;
        await page.goto(address);
        const status = (email: string) => page.locator(`tr[data-email="${email}"] .status`).textContent();
        const act = async (email: string, action: string, more: { who?: string; value?: string } = {}) => {
          const row = page.locator(`tr[data-email="${email}"]`);
          await row.locator('select[name=action]').selectOption(action);
          await row.locator('select[name=source]').selectOption(more.who ?? 'user');
          await row.locator('input[name=value]').fill(more.value ?? '');
          await row.locator('button').click();
          return page.locator('[role=status]').textContent();
        };

        await page.fill('input[type=email]', 'ana@acme-widgets.com');
        await page.click('text=Sign up');
        const asked = await status('ana@acme-widgets.com');
        const confirmed = await act('ana@acme-widgets.com', 'confirm');
        const moved = await act('ana@acme-widgets.com', 'change_email', { value: 'ana@harbour-books.com' });
        const named = await act('ana@harbour-books.com', 'profile', { value: 'Ana' });
        const nothing = await act('ana@harbour-books.com', 'confirm');
        const complained = await act('ana@harbour-books.com', 'complain');
        const archived = await act('ana@harbour-books.com', 'archive', { who: 'admin' });
        const last = await status('ana@harbour-books.com');
        const gone = await act('ana@harbour-books.com', 'delete_permanent', { who: 'admin' });
        await page.fill('input[name=subject]', 'News');
        await page.click('text=Send a campaign');

        expect(asked).toBe('pending');
        expect(confirmed).toContain('events: subscribe');
        expect(moved).toContain('events: upemail, profile');
        expect(named).toContain('events: profile');
        expect(nothing).toBe('ana@harbour-books.com has nothing to confirm.');
        expect(complained).toContain('events: unsubscribe');
        expect(archived).toContain('events: unsubscribe');
        expect(last).toBe('archived');
        expect(gone).toContain('events: unsubscribe');
        expect(await page.locator('tr[data-email]').count()).toBe(0);
        expect(await page.locator('[role=status]').textContent()).toBe('News went out; events: campaign');
      },
    );

    inBrowser('says what it can’t find, and starts afresh', async (client, page) => {
      const missing = await page.goto(`${client.sandbox.origin}/_sandbox/audiences/nope`);
      await page.goto(`${client.sandbox.origin}/_sandbox/`);
      await page.click('text=Start afresh');

      expect(missing?.status()).toBe(404);
      expect(await page.locator('[role=status]').textContent()).toBe('Everything is gone.');
      expect(await page.locator('#audiences td').count()).toBe(0);
    });

    inBrowser(
      'shows made-up members by pages and by status, and the requests of the API',
      async (client, page) => {
        const audience = await client.audience();
        await page.goto(`${client.sandbox.origin}/_sandbox/audiences/${audience}`);
        await page.fill('input[name=count]', '120');
        await page.click('text=Add made-up members');
        const first = await page.locator('#members tr[data-email]').count();
        await page.click('text=next');
        await page.selectOption('select[name=status]', 'cleaned');
        await page.click('text=Show');
        const statuses = await page.locator('#members .status').allTextContents();
        await client.api('GET', '/ping');
        await page.goto(`${client.sandbox.origin}/_sandbox/`);

        expect(first).toBe(50);
        expect(new Set(statuses)).toEqual(new Set(['cleaned']));
        expect(await page.locator('#requests code').first().textContent()).toBe('GET /3.0/ping');
      },
    );
  });
});
