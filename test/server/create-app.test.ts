import { describe, expect, it } from '@jest/globals';
import { createApp, type Readiness } from '../../src/server/create-app.js';
import { createMetrics } from '../../src/server/metrics.js';
import { systemClock } from '../../src/support/clock.js';
import { createLogger } from '../../src/support/logger.js';

function open(readiness: () => Promise<Readiness>) {
  const logger = createLogger({ level: 'silent', destination: { write: () => undefined } });
  const metrics = createMetrics();
  return { metrics, app: createApp([], { metrics, logger, clock: systemClock, readiness }) };
}

const ready = { ready: true, accounts: [{ account: 'acme', ready: true, reason: null }] };

describe('What serve answers besides webhooks', () => {
  it('/healthz: it is alive, whatever else', async () => {
    const { app } = open(() => Promise.reject(new Error('no store')));

    expect((await app.request('/healthz')).status).toBe(200);
  });

  it.each([
    [200, ready],
    [503, { ready: false, accounts: [{ account: 'acme', ready: false, reason: 'stopping' }] }],
  ])('/readyz: %s when it can take events or not, and which account can’t', async (status, readiness) => {
    const { app } = open(() => Promise.resolve(readiness));

    const answer = await app.request('/readyz');

    expect([answer.status, await answer.json()]).toEqual([status, readiness]);
  });

  it('/metrics: everything there is to count, in Prometheus’s format', async () => {
    const { app, metrics } = open(() => Promise.resolve(ready));
    metrics.eventProcessed({ account: 'acme', type: 'profile', outcome: 'updated', lagSeconds: 0.2 });
    metrics.apiCall({ account: 'acme', side: 'odoo', route: 'mailing.contact.write', status: 'ok' });
    metrics.runFinished({ account: 'acme', command: 'sync', outcome: 'done', seconds: 3 });
    metrics.watchInbox('acme', () =>
      Promise.resolve({ waiting: 3, quarantined: 1, held: 0, oldestSeconds: 7 }),
    );

    const text = await (await app.request('/metrics')).text();

    const names = [
      'events_processed_total{account="acme",outcome="updated",type="profile"} 1',
      'event_lag_seconds_bucket{le="0.25",account="acme"} 1',
      'api_calls_total{account="acme",side="odoo",route="mailing.contact.write",status="ok"} 1',
      'run_seconds_bucket{le="5",account="acme",command="sync",outcome="done"} 1',
      'inbox_waiting{account="acme"} 3',
      'inbox_quarantined{account="acme"} 1',
      'inbox_oldest_seconds{account="acme"} 7',
      'process_resident_memory_bytes',
    ];
    for (const name of names) expect(text).toContain(`odoo_mailchimp_${name}`);
  });

  it('anything else is not found', async () => {
    const { app } = open(() => Promise.resolve(ready));

    expect((await app.request('/')).status).toBe(404);
    expect((await app.request('/.env')).status).toBe(404);
  });

  it('a fault is told to the log and not to who asks', async () => {
    const { app } = open(() => Promise.reject(new Error('no store')));

    const answer = await app.request('/readyz');

    expect([answer.status, await answer.text()]).toEqual([500, 'failed\n']);
  });
});
