import { describe, expect, it } from '@jest/globals';
import type { OdooCall, OdooTransport } from '../../../src/odoo/transport/odoo-transport.js';
import { openTagDirectory } from '../../../src/sync/people/tag-directory.js';

interface Tag {
  id: number;
  name: string;
  active?: boolean;
}

/** An Odoo with these tags and nothing else. */
class TagsOnly implements OdooTransport {
  readonly protocol = 'json2';
  readonly asked: OdooCall[] = [];

  constructor(readonly tags: Tag[]) {}

  get calls(): number {
    return this.asked.length;
  }

  call(call: OdooCall): Promise<unknown> {
    this.asked.push(call);
    if (call.method === 'search_read') return Promise.resolve(this.#newestFirst());
    const made = (call.params?.vals_list as { name: string }[]).map(({ name }, index) => ({
      id: 100 + index,
      name,
    }));
    this.tags.push(...made);
    return Promise.resolve(made.map(({ id }) => id));
  }

  #newestFirst(): Tag[] {
    return this.tags.map((tag) => ({ active: true, ...tag })).sort((a, b) => b.id - a.id);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  get created(): unknown[] {
    return this.asked.filter(({ method }) => method === 'create').map(({ params }) => params?.vals_list);
  }
}

const open = async (...tags: Tag[]) => {
  const odoo = new TagsOnly(tags);
  return { odoo, directory: await openTagDirectory(odoo) };
};

describe('openTagDirectory', () => {
  it('B7: knows tags by id, and by name without case', async () => {
    const { directory } = await open({ id: 1, name: 'VIP' }, { id: 2, name: 'Events' });
    expect(directory.names([2, 1, 99])).toEqual(['Events', 'VIP']);
    expect(directory.findAll(['vip', 'other'])).toEqual(new Map([['vip', [1]]]));
  });

  it('B7: of two tags of one name the oldest is given, and both are taken off', async () => {
    const { directory } = await open({ id: 5, name: 'vip' }, { id: 3, name: 'VIP' });
    expect(await directory.ensure(['VIP'])).toEqual(new Map([['VIP', 3]]));
    expect(directory.findAll(['VIP'])).toEqual(new Map([['VIP', [3, 5]]]));
  });

  it('B62: names the archived ones that no other tag is called like', async () => {
    const { directory } = await open(
      { id: 1, name: 'VIP', active: false },
      { id: 2, name: 'Events', active: false },
      { id: 3, name: 'events' },
    );

    expect(directory.archived).toEqual(['VIP']);
    expect(directory.names([1, 2, 3])).toEqual(['events']);
    expect(directory.findAll(['VIP', 'Events'])).toEqual(new Map([['Events', [3]]]));
  });

  it('B7: asks once for all', async () => {
    const { odoo, directory } = await open({ id: 1, name: 'VIP' });
    directory.findAll(['VIP']);
    directory.names([1]);
    expect(odoo.calls).toBe(1);
  });

  it('B7: makes what is missing, each once whatever its case, in one call', async () => {
    const { odoo, directory } = await open({ id: 1, name: 'VIP' });

    const ids = await directory.ensure(['vip', 'Paris', 'paris', 'Rome']);

    expect(odoo.created).toEqual([[{ name: 'Paris' }, { name: 'Rome' }]]);
    expect(ids).toEqual(
      new Map([
        ['vip', 1],
        ['Paris', 100],
        ['paris', 100],
        ['Rome', 101],
      ]),
    );
    expect(directory.names([100])).toEqual(['Paris']);
  });

  it('B7: makes nothing twice', async () => {
    const { odoo, directory } = await open();
    await directory.ensure(['Paris']);
    await directory.ensure(['PARIS']);
    expect(odoo.created).toHaveLength(1);
  });

  it('B7: makes nothing twice for two pages that need it at the same time', async () => {
    const { odoo, directory } = await open();
    const ids = await Promise.all([directory.ensure(['Paris']), directory.ensure(['Paris', 'Rome'])]);
    expect(odoo.created).toEqual([[{ name: 'Paris' }], [{ name: 'Rome' }]]);
    expect(ids[1].get('Paris')).toBe(ids[0].get('Paris'));
  });
});
