import { describe, expect, it } from '@jest/globals';
import { proxyFor } from '../../src/config/proxy-for.js';

const proxy = 'http://proxy.example.org:3128';
const odoo = 'https://odoo.example.org';

describe('proxyFor', () => {
  it('B63: a server over TLS is reached through HTTPS_PROXY', () => {
    expect(proxyFor(odoo, { HTTPS_PROXY: proxy })).toBe(proxy);
    expect(proxyFor('https://us6.api.mailchimp.com/3.0', { https_proxy: proxy })).toBe(proxy);
  });

  it('is none when the environment names none', () => {
    expect(proxyFor(odoo, {})).toBeUndefined();
    expect(proxyFor(odoo, { HTTPS_PROXY: ' ', HTTP_PROXY: proxy })).toBeUndefined();
  });

  it('takes an address without a scheme as one over HTTP', () => {
    expect(proxyFor(odoo, { HTTPS_PROXY: 'proxy.example.org:3128' })).toBe(proxy);
  });

  it.each(['http://odoo.example.org', 'https://localhost:8069', 'https://127.0.0.1', 'https://[::1]:8443'])(
    'is none for %s: plain HTTP, or this machine',
    (url) => {
      expect(proxyFor(url, { HTTPS_PROXY: proxy })).toBeUndefined();
    },
  );

  it.each([
    'odoo.example.org',
    'ODOO.example.org',
    'other.org,odoo.example.org',
    'other.org odoo.example.org',
    '.example.org',
    '*.example.org',
    'example.org',
    'odoo.example.org:443',
    '*',
  ])('B63: NO_PROXY=%s names the host', (list) => {
    expect(proxyFor(odoo, { HTTPS_PROXY: proxy, NO_PROXY: list })).toBeUndefined();
  });

  it.each(['example.com', 'doo.example.org', 'odoo.example.org:8443', 'www.odoo.example.org', ''])(
    'B63: NO_PROXY=%s names another host',
    (list) => {
      expect(proxyFor(odoo, { HTTPS_PROXY: proxy, no_proxy: list })).toBe(proxy);
    },
  );

  it.each(['socks5://proxy.example.org:1080', 'http://'])('refuses %s, and does not repeat it', (address) => {
    const secret = address.replace('://', '://user:secret@');

    const refused = (): unknown => proxyFor(odoo, { HTTPS_PROXY: secret });

    expect(refused).toThrow(expect.objectContaining({ code: 'config.proxy' }));
    expect(refused).not.toThrow(/secret/u);
  });
});
