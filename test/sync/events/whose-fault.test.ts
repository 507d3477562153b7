import { describe, expect, it } from '@jest/globals';
import {
  BusyError,
  ConfigurationError,
  LoginError,
  OperatorError,
  RecordError,
  TransientError,
  UnreachableError,
} from '../../../src/support/errors.js';
import { whoseFault } from '../../../src/sync/events/whose-fault.js';

describe('B31: who waits for a failure to pass', () => {
  it.each([
    ['Odoo is away', new UnreachableError('', { code: 'odoo.unreachable' }), 'nobody'],
    ['Odoo restarts', new TransientError('', { code: 'odoo.unavailable' }), 'nobody'],
    ['MailChimp stumbles', new TransientError('', { code: 'mailchimp.server' }), 'nobody'],
    ['MailChimp asks for patience', new BusyError('', { code: 'mailchimp.throttled' }), 'nobody'],
    ['the lock was lost', new BusyError('', { code: 'lock.lost' }), 'nobody'],
    ['the password was changed', new LoginError('', { code: 'odoo.login' }), 'nobody'],
    ['the connection was closed', new OperatorError('', { code: 'mailchimp.closed' }), 'nobody'],
    ['Odoo takes too long', new TransientError('', { code: 'odoo.timeout' }), 'someone'],
    ['Odoo broke off', new TransientError('', { code: 'odoo.outcome_unknown' }), 'someone'],
    ['the mapping is wrong', new ConfigurationError('', { code: 'config.mapping' }), 'audience'],
    [
      'the audience is gone',
      new ConfigurationError('', { code: 'mailchimp.audience_not_found' }),
      'audience',
    ],
    ['a record is refused', new RecordError('', { code: 'odoo.validation' }), 'person'],
    ['an answer is strange', new OperatorError('', { code: 'odoo.unexpected_answer' }), 'person'],
    ['the bridge has a fault', new TypeError('undefined is not a function'), 'person'],
  ])('%s', (_what, error, fault) => {
    expect(whoseFault(error)).toBe(fault);
  });
});
