import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { PageBody } from './sandbox-client.js';

describe('listing_lag_s', () => {
  let client: SandboxClient;
  let audience: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(async () => {
    await client.control('POST', '/reset');
    audience = await client.audience();
    await client.control('POST', `/audiences/${audience}/members`, {
      members: ['ana', 'rui'].map((name) => ({
        email_address: `${name}@acme-widgets.com`,
        last_changed: '2026-01-01T00:00:00+00:00',
      })),
    });
  });

  const listed = async (query: string): Promise<string[]> => {
    const { body } = await client.api<PageBody>('GET', `/lists/${audience}/members?${query}`);
    return body.members.map(({ email_address }) => email_address.split('@', 1)[0] ?? '');
  };
  const changes = () => listed('since_last_changed=2026-02-01T00:00:00Z&sort_field=last_changed');
  const unsubscribe = (name: string) =>
    client.persona(audience, { email: `${name}@acme-widgets.com`, action: 'unsubscribe' });

  it('lists a change that much later, while the member itself shows it at once', async () => {
    await client.knobs({ listing_lag_s: 90 });
    await unsubscribe('ana');

    const atOnce = await changes();
    const { status } = await client.member(audience, 'ana@acme-widgets.com');
    await client.control('POST', '/clock', { advance_seconds: 91 });

    expect(atOnce).toEqual([]);
    expect(status).toBe('unsubscribed');
    expect(await changes()).toEqual(['ana']);
  });

  it('is that of the time of the change: one may be listed before another that came first', async () => {
    await client.knobs({ listing_lag_s: 90 });
    await unsubscribe('ana');
    await client.knobs({ listing_lag_s: 0 });
    await unsubscribe('rui');

    const atOnce = await changes();
    await client.control('POST', '/clock', { advance_seconds: 91 });

    expect(atOnce).toEqual(['rui']);
    expect(await changes()).toEqual(['ana', 'rui']);
  });

  it('holds for tags too, and hides nobody from pages that ask for no change', async () => {
    const { id } = await client.member(audience, 'ana@acme-widgets.com');
    await client.knobs({ listing_lag_s: 90 });
    await client.api('POST', `/lists/${audience}/members/${id}/tags`, {
      tags: [{ name: 'VIP', status: 'active' }],
    });

    expect(await changes()).toEqual([]);
    expect(await listed('sort_field=last_changed&sort_dir=DESC')).toEqual(['ana', 'rui']);
  });
});
