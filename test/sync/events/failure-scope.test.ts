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
import { failureScope } from '../../../src/sync/events/failure-scope.js';

describe('B31: who waits for a failure to pass', () => {
  it.each([
    ['Odoo is away', new UnreachableError('', { code: 'odoo.unreachable' }), 'server'],
    ['Odoo restarts', new TransientError('', { code: 'odoo.unavailable' }), 'server'],
    ['MailChimp stumbles', new TransientError('', { code: 'mailchimp.server' }), 'server'],
    ['MailChimp asks for patience', new BusyError('', { code: 'mailchimp.throttled' }), 'server'],
    ['the lock was lost', new BusyError('', { code: 'lock.lost' }), 'server'],
    ['the password was changed', new LoginError('', { code: 'odoo.login' }), 'server'],
    ['the connection was closed', new OperatorError('', { code: 'mailchimp.closed' }), 'server'],
    ['Odoo takes too long', new TransientError('', { code: 'odoo.timeout' }), 'some-person'],
    ['Odoo broke off', new TransientError('', { code: 'odoo.outcome_unknown' }), 'some-person'],
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
    expect(failureScope(error)).toBe(fault);
  });
});
