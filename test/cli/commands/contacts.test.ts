import { describe, expect, it } from '@jest/globals';
import { runLine } from '../run-line.js';

const contacts = { model: 'mailing.contact', audiences: [], dryRun: false };

const selections: [line: string | string[], request: object][] = [
  ['', { ...contacts, selection: { by: 'all' } }],
  ['--pending', { ...contacts, selection: { by: 'pending' } }],
  ['--id 3 4 --id 5', { ...contacts, selection: { by: 'ids', ids: [3, 4, 5] } }],
  [
    '--email Ana@Shop.pt bo@shop.pt',
    { ...contacts, selection: { by: 'emails', emails: ['ana@shop.pt', 'bo@shop.pt'] } },
  ],
  ['--domain []', { ...contacts, selection: { by: 'domain', domain: [] } }],
  [
    ['--domain', '["|", ["id", "=", 1], ["name", "ilike", "a b"]]'],
    { ...contacts, selection: { by: 'domain', domain: ['|', ['id', '=', 1], ['name', 'ilike', 'a b']] } },
  ],
  [
    '--model res.partner --audience a36b032126 b36b032126 --dry-run',
    { model: 'res.partner', audiences: ['a36b032126', 'b36b032126'], dryRun: true, selection: { by: 'all' } },
  ],
];

describe('B16, B17: contacts export and update', () => {
  it.each(selections)('export %j', async (options, request) => {
    const words = typeof options === 'string' ? options.split(' ').filter(Boolean) : options;

    const { code, bridges } = await runLine(['contacts', 'export', ...words]);

    expect(code).toBe(0);
    expect(bridges.calls[0]).toMatchObject(['acme', 'exportContacts', request]);
  });

  it.each(selections)('update %j', async (options, request) => {
    const words = typeof options === 'string' ? options.split(' ').filter(Boolean) : options;

    const { bridges } = await runLine(['contacts', 'update', ...words]);

    expect(bridges.calls[0]).toMatchObject(['acme', 'updateContacts', request]);
  });
});

describe('B44: contacts show', () => {
  it('takes an address as people write it', async () => {
    const { bridges } = await runLine(['contacts', 'show', 'Ana <Ana@Shop.pt>']);

    expect(bridges.calls[0]).toMatchObject(['acme', 'showContact', 'ana@shop.pt']);
  });
});
