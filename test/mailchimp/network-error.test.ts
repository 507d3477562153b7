import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { networkError } from '../../src/mailchimp/network-error.js';

const failure = (code: string, message = 'failed') =>
  Object.assign(new Error(message), { code, config: { auth: { password: 'the-key' } } });

describe('networkError', () => {
  it.each([
    ['ECONNREFUSED', 'mailchimp.unreachable', 'UnreachableError'],
    ['ENOTFOUND', 'mailchimp.unreachable', 'UnreachableError'],
    ['EAI_AGAIN', 'mailchimp.unreachable', 'UnreachableError'],
    ['ECONNRESET', 'mailchimp.connection_lost', 'TransientError'],
    ['EPIPE', 'mailchimp.connection_lost', 'TransientError'],
    ['ERR_BAD_RESPONSE', 'mailchimp.connection_lost', 'TransientError'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'mailchimp.certificate', 'ConfigurationError'],
  ])('%s: %s, a %s', (code, expected, name) => {
    expect(networkError(failure(code), 'us6.api.mailchimp.com')).toMatchObject({ code: expected, name });
  });

  it('points to the data centre when the host does not exist', () => {
    const error = networkError(failure('ENOTFOUND'), 'us99.api.mailchimp.com');

    expect(error.message).toContain('us99.api.mailchimp.com');
    expect(error.hint).toContain('data centre');
  });

  it('does not try again what is too large', () => {
    const error = networkError(failure('ERR_BAD_RESPONSE', 'maxContentLength size of 9 exceeded'), 'host');

    expect(error).toMatchObject({ code: 'mailchimp.too_large', retryable: false });
  });

  it('keeps nothing of the request', () => {
    const error = networkError(failure('ECONNRESET'), 'host');

    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('the-key');
  });

  it('copes with anything that is thrown', () => {
    expect(networkError(undefined, 'host').code).toBe('mailchimp.connection_lost');
  });
});
