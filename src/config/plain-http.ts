import type { AccountConfig } from './account-config.js';
import { isThisMachine } from './this-machine.js';

/** What crosses a network unencrypted, in a sentence each: passwords, keys and personal data (B63). */
export function plainHttp({ odoo, mailchimp }: AccountConfig): string[] {
  const servers = [
    { section: 'odoo', key: 'url', url: odoo.url },
    { section: 'mailchimp', key: 'base_url', url: mailchimp.base_url },
  ];
  return servers.flatMap(({ section, key, url }) => {
    if (url === undefined) return [];
    const { protocol, hostname, host } = new URL(url);
    if (protocol !== 'http:' || isThisMachine(hostname)) return [];
    return [
      `${section}.${key} is plain http:// to ${host}: the login and everybody’s data can be read on the way`,
    ];
  });
}
