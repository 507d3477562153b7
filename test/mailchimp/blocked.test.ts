import { describe, expect, it } from '@jest/globals';
import { isBlocked } from '../../src/mailchimp/api-client.js';

describe('B63: whether a firewall has answered instead of MailChimp', () => {
  it.each([
    ['a 403 page', 403, '<html><h1>Access Denied</h1></html>'],
    ['a text of a 403', 403, 'Forbidden by policy'],
    [
      'a 503 with its reference number',
      503,
      'Request Blocked. We had to block your request because of something that looked suspicious. Reference Number: 00.59',
    ],
    [
      'the same as JSON',
      503,
      '{"title":"ComplianceRelated","detail":"Request Blocked. Reference Number: 1"}',
    ],
    ['a page of the network’s own', 451, '<p>This site is blocked</p>'],
  ])('%s: yes', (_what, status, text) => {
    expect(isBlocked({ status, text })).toBe(true);
  });

  it.each([
    ['a 403 of MailChimp', 403, '{"title":"Forbidden","detail":"You don\'t have permission"}'],
    ['a 403 without a body, which comes of too many calls', 403, ''],
    ['a 503 page', 503, '<h1>Service Unavailable</h1>'],
    ['a 502 page', 502, '<h1>Bad Gateway</h1>'],
    ['a success', 200, '{"name":"Access Denied"}'],
  ])('%s: no', (_what, status, text) => {
    expect(isBlocked({ status, text })).toBe(false);
  });
});
