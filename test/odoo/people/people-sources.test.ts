import { describe, expect, it } from '@jest/globals';
import { partner } from '../../../src/objects/partner/partner.js';
import { smallTablesWhole } from '../../../src/odoo/people/people-sources.js';
import type { OdooCall, OdooTransport } from '../../../src/odoo/transport/odoo-transport.js';
import { ShiftedClock } from '../../support/world/shifted-clock.js';

/** An Odoo with so many addresses on its blacklist, and no customers. */
class Blacklist implements OdooTransport {
  readonly protocol = 'json2';
  readonly asked: OdooCall[] = [];

  constructor(readonly addresses: string[]) {}

  get calls(): number {
    return this.asked.length;
  }

  call(call: OdooCall): Promise<unknown> {
    this.asked.push(call);
    if (call.model !== 'mail.blacklist') return Promise.resolve([]);
    const [[, , wanted] = []] = call.params?.domain as [string, string, string[]][];
    const found = this.addresses.filter((email) => wanted?.includes(email) ?? true);
    const limit = (call.params?.limit as number | undefined) ?? found.length;
    return Promise.resolve(found.slice(0, limit).map((email, index) => ({ id: index + 1, email })));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `b${index}@shop.pt`);

const open = (addresses: string[]) => {
  const odoo = new Blacklist(addresses);
  const clock = new ShiftedClock();
  return { odoo, clock, people: smallTablesWhole(odoo, clock, [{ type: partner, fields: [] }]) };
};

describe('smallTablesWhole', () => {
  it('reads a small table once for many pages', async () => {
    const { odoo, people } = open(['ana@shop.pt']);
    const pages = await Promise.all([
      people.blacklisted(['ana@shop.pt']),
      people.blacklisted(['eva@shop.pt']),
    ]);
    expect(pages.map((page) => [page.has('ana@shop.pt'), page.has('eva@shop.pt')])).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(odoo.calls).toBe(1);
  });

  it('sees after a second what was added', async () => {
    const { odoo, clock, people } = open(['ana@shop.pt']);
    await people.blacklisted(['eva@shop.pt']);
    odoo.addresses.push('eva@shop.pt');
    clock.advance(2);
    expect((await people.blacklisted(['eva@shop.pt'])).has('eva@shop.pt')).toBe(true);
  });

  it('asks a large one for the addresses of each page', async () => {
    const { odoo, people } = open(many(2001));
    const last = await people.blacklisted(['b2000@shop.pt', 'ana@shop.pt']);
    expect([...last]).toEqual(['b2000@shop.pt']);
    await people.blacklisted(['b1@shop.pt']);
    expect(odoo.asked.map(({ params }) => params?.domain)).toEqual([
      [],
      [['email', 'in', ['b2000@shop.pt', 'ana@shop.pt']]],
      [['email', 'in', ['b1@shop.pt']]],
    ]);
  });

  it('asks for customers each time where the run may have made some', async () => {
    const odoo = new Blacklist([]);
    const people = smallTablesWhole(odoo, new ShiftedClock(), []);
    await people.records({ type: partner, ids: [], fields: [] }, ['ana@shop.pt']);
    await people.records({ type: partner, ids: [], fields: [] }, ['ana@shop.pt']);
    expect(odoo.calls).toBe(2);
  });
});
