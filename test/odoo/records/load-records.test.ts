import { describe, expect, it } from '@jest/globals';
import { loadRecords } from '../../../src/odoo/records/load-records.js';
import type { OdooTransport } from '../../../src/odoo/transport/odoo-transport.js';
import { failure } from '../contract/failure.js';

const answering = (answer: unknown): OdooTransport => ({
  protocol: 'jsonrpc',
  calls: 0,
  call: () => Promise.resolve(answer),
  close: () => Promise.resolve(),
});
const refused = (message: string) => answering({ ids: false, messages: [{ type: 'error', message }] });
const table = { fields: ['id', 'name'], rows: [['a.b', 'B']] };

describe("Odoo's import", () => {
  it('gives the ids', async () => {
    const odoo = answering({ ids: [7], messages: [{ type: 'warning', message: 'odd' }] });

    expect(await loadRecords(odoo, 'res.groups', table)).toEqual([7]);
  });

  it.each([
    [`Unknown error during import: <class 'odoo.exceptions.ValidationError'>: no such view`, 'odoo.import'],
    ['Invalid xmlid x.y for button', 'odoo.import'],
    [`Unknown error during import: <class 'AttributeError'>: no attribute 'depends'`, 'odoo.server_error'],
    [
      `Unknown error during import: <class 'psycopg2.errors.DeadlockDetected'>: deadlock`,
      'odoo.server_error',
    ],
  ])('tells a refusal from a failure of its own: %s', async (message, code) => {
    const error = await failure(loadRecords(refused(message), 'ir.ui.view', table));

    expect(error.code).toBe(code);
    expect(error.message).toContain('Odoo refused to load ir.ui.view');
  });
});
