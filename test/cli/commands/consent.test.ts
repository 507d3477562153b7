import { describe, expect, it } from '@jest/globals';
import type { ConsentEvent, ConsentReport } from '../../../src/sync/consent-report.js';
import { fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

const event: ConsentEvent = {
  at: '2026-03-01T10:00:00.000Z',
  seen_at: '2026-03-01T10:05:00.000Z',
  audience: 'a36b032126',
  audience_name: 'Acme, News',
  email: 'ana@shop.pt',
  side: 'mailchimp',
  what: 'status',
  from: 'subscribed',
  to: 'unsubscribed',
  by: 'link',
  actor: null,
  run: null,
  ip: null,
  campaign: 'c1',
  reason: '=HYPERLINK("https://example.org")',
  source: null,
};

const exported = (line: string, history: ConsentEvent[] = [event]) => {
  const report: ConsentReport = { account: 'acme', email: 'ana@shop.pt', history };
  return runLine(line, { bridges: fakeBridges(() => ({ exportConsent: () => Promise.resolve(report) })) });
};

describe('B56: consent export', () => {
  it('gives JSON, with the address and the account', async () => {
    const { code, stdout } = await exported('consent export ana@shop.pt');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ account: 'acme', email: 'ana@shop.pt', history: [event] });
  });

  it('gives CSV, in which nobody’s words are a formula', async () => {
    const { stdout } = await exported('consent export ana@shop.pt --format csv');

    const [head, row, ...rest] = stdout.trim().split('\n');
    expect(head).toBe(
      'account,at,seen_at,audience,audience_name,email,side,what,from,to,by,actor,run,ip,campaign,reason,source',
    );
    expect(row).toContain('"Acme, News",ana@shop.pt,mailchimp,status,subscribed,unsubscribed,link,,,,c1,');
    expect(row).toContain(`"'=HYPERLINK(""https://example.org"")"`);
    expect(rest).toEqual([]);
  });

  it('of somebody nobody knows is empty, and no failure', async () => {
    const { code, stdout } = await exported('--json consent export nobody@shop.pt', []);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ history: [] });
  });

  it('refuses two formats at once', async () => {
    const { code, stdout } = await exported('--json consent export ana@shop.pt --format csv');

    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage.formats' } });
  });
});
