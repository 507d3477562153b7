import { describe } from '@jest/globals';
import { transportContract } from './transport-contract.js';
import { portalUser } from './portal-user.js';
const base = { database: 'test_transport', username: 'admin', password: 'admin' };
const s19 = { ...base, url: 'http://127.0.0.1:8169', apiKey: '9d681ef2385b147b3e7fa7ac22914ea30136678c' };
const s14 = { ...base, url: 'http://127.0.0.1:8114' };
const { apiKey: _k, ...s19p } = s19;
describe('19 jsonrpc', () =>
  transportContract({ protocol: 'jsonrpc', subject: () => s19p, limitedUser: portalUser }));
describe('19 xmlrpc', () =>
  transportContract({ protocol: 'xmlrpc', subject: () => s19p, limitedUser: portalUser }));
describe('19 json2', () => transportContract({ protocol: 'json2', subject: () => s19 }));
describe('14 jsonrpc', () =>
  transportContract({ protocol: 'jsonrpc', subject: () => s14, limitedUser: portalUser }));
describe('14 xmlrpc', () =>
  transportContract({ protocol: 'xmlrpc', subject: () => s14, limitedUser: portalUser }));
