import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { accountOf, anAccount } from './an-account.js';

describe('A short account', () => {
  it('B2 has the connector’s member options', () => {
    const { member_options: options } = accountOf(anAccount);

    expect(options).toEqual({
      auto_create_member: true,
      auto_create_customer: false,
      auto_sync_member: true,
      auto_update_contact: true,
      override_contact_name: false,
    });
  });

  it('has the careful policies and the blast cap', () => {
    const { policies, limits } = accountOf(anAccount);

    expect(policies).toEqual({
      on_cleaned: 'blacklist',
      on_remote_delete: 'remove',
      on_odoo_delete: 'none',
      on_filter_exit: 'none',
      resubscribe: 'never',
      new_member_status: 'subscribed',
    });
    expect(limits).toEqual({ max_changes: 1000, max_change_ratio: 0.2 });
  });

  it('maps the name, manages all tags, and keeps its store under data/', () => {
    const account = accountOf(anAccount);

    expect(account.store).toBe('./data/acme.db');
    expect(account.poll_interval).toBe(15);
    expect(account.log).toEqual({ level: 'info', show_emails: false });
    expect(account.mailchimp).toMatchObject({ max_connections: 8 });
    expect(account.odoo).toMatchObject({ protocol: 'auto', timeout_s: 120 });
    expect(account.audiences).toEqual([
      {
        id: 'a36b032126',
        mailing_list: 'Newsletter',
        merge_fields: { FNAME: 'name.first', LNAME: 'name.last' },
        tags: 'all',
        interests: {},
        marketing_permissions: {},
      },
    ]);
  });

  it('takes a key without a value for one that is not there', () => {
    const { policies, limits } = accountOf(`${anAccount}policies:\n  on_cleaned:\nlimits:\n`);

    expect(policies.on_cleaned).toBe('blacklist');
    expect(limits.max_changes).toBe(1000);
  });

  it('is frozen to the last value', () => {
    const account = accountOf(anAccount);

    expect(Object.isFrozen(account)).toBe(true);
    expect(Object.isFrozen(account.audiences[0]?.merge_fields)).toBe(true);
    expect(Object.isFrozen(account.odoo.password)).toBe(true);
  });
});

describe('B1 Secrets', () => {
  const store = 'store: postgres://bridge:${STORE_PASSWORD}@127.0.0.1/bridge\n';

  it('are revealed only on demand', () => {
    const { odoo, mailchimp } = accountOf(anAccount);

    expect(odoo.password?.reveal()).toBe('odoo-s3cret');
    expect(mailchimp.api_key.reveal()).toBe('s3cret-key-us6');
  });

  it('are in no JSON and no log of the configuration', () => {
    const account = accountOf(anAccount + store, { STORE_PASSWORD: 's3cret-too' });

    const shown = JSON.stringify(account) + inspect(account, { depth: 9, showHidden: false });

    expect(account.store).toBe('postgres://bridge:s3cret-too@127.0.0.1/bridge');
    expect(shown).not.toContain('s3cret');
  });
});
