import { ConfigurationError } from '../support/errors.js';
import { greeting, refusal } from './receiver-app.js';

const timeoutMs = 10_000;

/**
 * Proves from outside in that the bridge answers at its webhook's address, and that it is particular about the token (B35).
 * @param base the address up to the token
 * @throws ConfigurationError `webhooks.unreachable`, `webhooks.not_the_bridge`, `webhooks.wrong_token`
 */
export async function probeReceiver(base: string, token: string): Promise<void> {
  const { host } = new URL(base);
  const right = await get(`${base}${token}`, host);
  if (right.status === 404 && right.text === refusal) throw wrongToken(host);
  if (right.status !== 200 || right.text !== greeting) throw notTheBridge(host, right.status);
  // A page that says yes to everything is no proof.
  const wrong = await get(`${base}${'0'.repeat(token.length)}`, host);
  if (wrong.status !== 404) throw notTheBridge(host, wrong.status);
}

async function get(url: string, host: string): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    return { status: answer.status, text: (await answer.text()).slice(0, greeting.length + 1) };
  } catch (error) {
    throw new ConfigurationError(`Nothing answers at ${host} (${reasonOf(error)})`, {
      code: 'webhooks.unreachable',
      hint: 'Start serve, and see that name, certificate and proxy of webhooks.public_url lead to it.',
    });
  }
}

/** Only the code: the address has the token in it. */
function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'no reason given';
}

function notTheBridge(host: string, status: number): ConfigurationError {
  return new ConfigurationError(`What answers at ${host} is not the bridge (HTTP ${status})`, {
    code: 'webhooks.not_the_bridge',
    hint: 'Let the proxy hand /webhooks/ on to serve, with its path as it is or with webhooks.prefix before it.',
  });
}

function wrongToken(host: string): ConfigurationError {
  return new ConfigurationError(`The bridge at ${host} doesn’t know the token`, {
    code: 'webhooks.wrong_token',
    hint: 'Start serve again: it runs with another account file or another .env.',
  });
}
