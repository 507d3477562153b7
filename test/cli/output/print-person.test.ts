import { describe, expect, it } from '@jest/globals';
import type { PersonReport } from '../../../src/sync/person-report.js';
import { fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

const stranger: PersonReport = {
  email: 'ana@shop.pt',
  blacklisted: false,
  contacts: [],
  customers: [],
  sources: [],
  history: [],
  audiences: [],
};
const audience: PersonReport['audiences'][number] = {
  id: 'a36b032126',
  name: 'Newsletter',
  member: { status: 'unsubscribed', tags: [], merge_fields: {}, last_changed: '2026-01-31T12:00:00+00:00' },
  subscription: { opt_out: true, opt_out_date: '2026-01-31 12:00:00' },
  forgotten_at: null,
  taken_out: false,
  pulled_at: '2026-02-01T00:00:00.000Z',
  pushed_at: null,
  last_error: null,
  refused: [],
  next: ['import: nothing', 'export: skipped (opted_out)'],
};

const printed = async (report: PersonReport): Promise<string> => {
  const bridges = fakeBridges(() => ({ showContact: () => Promise.resolve(report) }));
  return (await runLine('contacts show ana@shop.pt', { bridges })).stdout;
};

describe('B44: contacts show', () => {
  it('a stranger', async () => {
    expect(await printed(stranger)).toBe('ana@shop.pt\n  not in Odoo\n');
  });

  it('everything known, on both sides', async () => {
    const report = {
      ...stranger,
      blacklisted: true,
      contacts: [{ id: 3, name: 'Ana', email: 'Ana@shop.pt', tags: ['VIP'] }],
      sources: [{ model: 'crm.lead', id: 5, name: 'Ana Sousa' }],
      customers: [{ id: 14, name: null }],
      audiences: [audience],
    };

    expect(await printed(report)).toBe(
      [
        'ana@shop.pt on the blacklist',
        '  contact 3    Ana, VIP',
        '  customer 14  –',
        '  lead 5       Ana Sousa',
        'Newsletter (a36b032126)',
        '  MailChimp    unsubscribed, changed 2026-01-31T12:00:00+00:00',
        '  Odoo         opted out on 2026-01-31 12:00:00 UTC',
        '  last import  2026-02-01T00:00:00.000Z',
        '  last export  –',
        '  next         import: nothing',
        '  next         export: skipped (opted_out)',
        '',
      ].join('\n'),
    );
  });

  it('B57: when the person was forgotten', async () => {
    const forgotten = { ...audience, forgotten_at: '2026-02-02T00:00:00.000Z' };

    const text = await printed({ ...stranger, audiences: [forgotten] });

    expect(text).toContain('  forgotten    at 2026-02-02T00:00:00.000Z, and not brought back');
  });

  it('B48: that the person was taken off the mailing list in Odoo', async () => {
    const takenOut = { ...audience, subscription: null, taken_out: true };

    const text = await printed({ ...stranger, audiences: [takenOut] });

    expect(text).toContain('  Odoo         taken off the mailing list, and not put back');
  });

  it('B27: what MailChimp has refused, and when it is tried again', async () => {
    const refusal = {
      model: 'mailing.contact' as const,
      id: 3,
      code: 'mailchimp.forgotten',
      at: '2026-01-01',
    };
    const refused = [
      { ...refusal, message: 'Forgotten', attempts: 1, retry_at: null },
      { ...refusal, id: 4, message: 'No such ZIP', attempts: 2, retry_at: '2026-01-02' },
    ];

    expect(await printed({ ...stranger, audiences: [{ ...audience, refused }] })).toContain(
      [
        '  refused      mailing.contact 3 at 2026-01-01: Forgotten (not again before it changes)',
        '  refused      mailing.contact 4 at 2026-01-01: No such ZIP (again from 2026-01-02)',
      ].join('\n'),
    );
  });

  it('the last error of an import', async () => {
    const error = {
      code: 'mailchimp.compliance_state',
      message: 'Member In Compliance State',
      at: '2026-01-01',
    };

    expect(await printed({ ...stranger, audiences: [{ ...audience, last_error: error }] })).toContain(
      '  last error   2026-01-01: Member In Compliance State\n',
    );
  });
});
