import type { Knobs } from '../model/knobs.js';
import { catalogued } from './error-catalogue.js';
import { Problem } from './problem.js';

/**
 * The API key of a request: Basic with any user name, Bearer, or `?apikey=` on GET; two that differ are refused
 * (API §2.1). Any key with the right data centre behind its dash is good.
 */
export function authenticate(request: Request, query: URLSearchParams, knobs: Knobs): string {
  const header = fromHeader(request.headers.get('authorization'));
  const inQuery = request.method === 'GET' ? query.get('apikey') : null;
  if (header && inQuery && header !== inQuery) throw inconsistent();
  const key = header ?? inQuery ?? '';
  if (key === '') throw catalogued('APIKeyMissing');
  if (!plausible(key, knobs.datacenter)) throw catalogued('APIKeyInvalid');
  return key;
}

function fromHeader(header: string | null): string | undefined {
  const [scheme, credentials] = (header ?? '').split(/\s+/, 2);
  if (!scheme || !credentials) return undefined;
  if (/^(?:bearer|oauth|apikey)$/i.test(scheme)) return credentials;
  if (!/^basic$/i.test(scheme)) return undefined;
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  return decoded.slice(decoded.indexOf(':') + 1);
}

function plausible(key: string, datacenter: string): boolean {
  return datacenter === ''
    ? /^\S+$/.test(key)
    : key.endsWith(`-${datacenter}`) && key.length > datacenter.length + 1;
}

function inconsistent(): Problem {
  return new Problem({
    status: 401,
    title: 'API Key Invalid',
    detail:
      'The API key included in the query parameters is not consistent with the Authorization header. Please provide authorization using a single method.',
  });
}
