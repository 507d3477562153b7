import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfigurationError } from '../../src/support/errors.js';
import { buildRun } from './build-run.js';
import { fakeBridges } from './fake-bridge.js';
import { runLine, type LineOptions } from './run-line.js';

const names = 10_000;
const atOnce = 500;

/** Of any 16 bits, the wild ones more often than not. */
const unit = fc.oneof(
  fc.nat({ max: 0xffff }),
  fc.nat({ max: 0x1f }),
  fc.integer({ min: 0x7f, max: 0x9f }),
  fc.integer({ min: 0xd800, max: 0xdfff }),
  fc.constantFrom(0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x0d, 0x32, 0x4b, 0x202e),
);
const name = fc.array(unit, { maxLength: 12 }).map((units) => String.fromCharCode(...units));
/** What the bridge says itself on a terminal with colours. */
const colours = new RegExp(`${String.fromCodePoint(27)}\\[\\d+m`, 'gu');

const failuresOf = (all: readonly string[]) =>
  all.map((one, id) => ({
    ...{ model: 'member', id, email: `${id}${one}@shop.pt`, name: one, code: 'odoo.value' },
    description: `${one} is refused`,
  }));

const printed = async (line: string, all: readonly string[], io: LineOptions['io'] = {}) => {
  const run = buildRun({
    totals: { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: all.length },
    failures: failuresOf(all.slice(0, 20)),
    warnings: all.map((one) => ({ code: 'duplicate_contacts', email: one, description: one })),
    plan: all.slice(0, 50).map((one) => ({
      side: 'odoo',
      action: 'update',
      email: one,
      changes: { [one]: { from: one, to: [one] } },
    })),
  });
  const bridges = fakeBridges(() => ({
    fetchMembers: () => Promise.resolve([run]),
    pendingContacts: () =>
      Promise.resolve(all.slice(0, 50).map((one, id) => ({ id, name: one, email: one, audience: one }))),
    listAudiences: () =>
      Promise.reject(new ConfigurationError(all.join(' '), { code: 'x.y', hint: all[0] ?? '' })),
  }));
  const { stdout, stderr } = await runLine(line, { bridges, io });
  return `${stdout}${stderr}`;
};

describe('B63: names that would rule the terminal', () => {
  it.each([
    ['a terminal', 'members fetch', { isTerminal: true }],
    ['cron', 'members fetch', {}],
    ['--json', 'members fetch --json', {}],
    ['a table', 'contacts pending', { isTerminal: true }],
    ['an error', 'audiences list', {}],
    ['an error as JSON', 'audiences list --json', {}],
  ])('never reach %s', async (_where, line, io) => {
    const all = fc.sample(name, names);
    for (let first = 0; first < names; first += atOnce) {
      const text = await printed(line, all.slice(first, first + atOnce), io);

      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }
  });

  it('reach no terminal with colours either, not even as colours', async () => {
    const all = fc.sample(name, atOnce);
    const io = { isTerminal: true, hasColours: true };

    const plain = await printed(
      'members fetch',
      all.map((_, index) => `name ${index}`),
      io,
    );
    const odd = await printed('members fetch', all, io);

    expect(odd.match(colours)).toEqual(plain.match(colours));
    expect(odd.replaceAll(colours, '').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  });
});
