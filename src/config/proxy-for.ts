import { ConfigurationError } from '../support/errors.js';
import type { Environment } from './environment.js';
import { isThisMachine } from './this-machine.js';

/**
 * Address of the proxy that the environment names for a server: `HTTPS_PROXY`, unless `NO_PROXY` names the server's host
 * (B63). Undefined for none, as for plain HTTP and for this machine itself.
 * @throws ConfigurationError `config.proxy` when the address is none of a proxy over HTTP
 */
export function proxyFor(url: string, env: Environment = process.env): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const proxy = valueOf(env, 'https_proxy');
  if (proxy === '' || protocol !== 'https:' || isThisMachine(hostname)) return undefined;
  const direct = valueOf(env, 'no_proxy')
    .toLowerCase()
    .split(/[\s,]+/u);
  if (direct.some((entry) => isMeant(entry, hostname, port || '443'))) return undefined;
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (/^https?:$/u.test(URL.canParse(address) ? new URL(address).protocol : '')) return address;
  throw new ConfigurationError('HTTPS_PROXY is not the address of a proxy', {
    code: 'config.proxy',
    hint: 'Write it as http://host:port; proxies of other kinds (SOCKS) are not known.',
  });
}

function valueOf(env: Environment, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim();
}

/** An entry is `*`, a host, or a domain with all hosts in it (`.example.org`, `*.example.org`), each with a port or without. */
function isMeant(entry: string, hostname: string, port: string): boolean {
  const [, name = '', onlyPort = port] = /^(.*?)(?::(\d+))?$/u.exec(entry) ?? [];
  if (name === '' || onlyPort !== port) return false;
  if (name === '*' || name === hostname) return true;
  const domain = name.replace(/^\*/u, '');
  return hostname.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
}
