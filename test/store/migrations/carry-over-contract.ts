import { describe, expect, it } from '@jest/globals';
import { Migrator, type Kysely } from 'kysely';
import { migrations } from '../../../src/store/migrations.js';
import type { IdColumn } from '../../../src/store/migrations/0001-initial.js';
import type { Store } from '../../../src/store/store.js';

export interface OldStore {
  db: Kysely<unknown>;
  id: IdColumn;
  /** Closes it, and opens it as this version does. */
  opened(): Promise<Store>;
  dispose(): Promise<void>;
}

interface Released {
  audiences: Record<string, string | number | null>;
  bindings: Record<string, string | number | null>;
}

/** Of release 0.1.0. */
const binding = (memberId: string, more: Record<string, string | number | null>) => ({
  ...{ audience_id: 'a', member_id: memberId, subscriber_hash: memberId, email: `${memberId}@firma.pt` },
  ...{
    contact_id: null,
    partner_id: null,
    status: 'unsubscribed',
    last_changed: '2026-02-01T10:00:00+00:00',
  },
  ...{ mirrored_opt_out: 0, member_fingerprint: null, seen: '{}', base: '{}' },
  ...{
    import_due: 0,
    export_due: 0,
    tags_off: 0,
    face_due: 0,
    pushed_at: null,
    pulled_at: null,
    error: null,
  },
  ...more,
});
const base = (status: string, optedOut: boolean): string =>
  JSON.stringify({ status, optedOut, odoo: {}, mailchimp: {}, tags: [] });

/** What becomes of a store that release 0.1.0 has made. */
export function carryOverContract(name: string, open: () => Promise<OldStore>): void {
  describe(`a store of 0.1.0 on ${name}`, () => {
    it('B46: is carried over: old opt-outs are known, and the subscriptions they stood on are not', async () => {
      const old = await open();
      const all = migrations(old.id);
      const provider = { getMigrations: () => Promise.resolve(all) };
      await new Migrator({ db: old.db, provider }).migrateTo('0002-inbox');
      const db = old.db as unknown as Kysely<Released>;
      const audience = { id: 'a', name: 'A', mailing_list_id: 3, data: '{}', fetched_at: '2026' };
      await db.insertInto('audiences').values(audience).execute();
      await db
        .insertInto('bindings')
        .values([
          binding('in', { contact_id: 1, status: 'subscribed', base: base('subscribed', false) }),
          binding('own', { contact_id: 2, base: base('unsubscribed', true) }),
          binding('mirror', {
            ...{ contact_id: 3, mirrored_opt_out: 1, base: base('pending', true) },
            seen: JSON.stringify({ signedUpAt: '2026-01-01T10:00:00+00:00', optedInAt: null }),
          }),
          binding('gone', { base: base('unsubscribed', true) }),
          binding('unmet', {}),
        ])
        .execute();

      const store = await old.opened();
      const kept = await store.consentLedger.of('a', ['in', 'own', 'mirror', 'gone', 'unmet']);

      const told = [...kept.values()].map(({ memberId, entry }) => {
        const { status, signedUpAt, ownWithoutRow, rows } = entry;
        const known = rows.map((row) => [row.subscriptionId, row.contactId, row.mailingListId, row.standing]);
        return [memberId, status, signedUpAt, ownWithoutRow, ...known];
      });
      expect(told.sort()).toEqual([
        ['gone', 'unsubscribed', null, true],
        ['in', 'subscribed', null, false, [null, 1, 3, 'in']],
        ['mirror', 'pending', Date.parse('2026-01-01T10:00:00Z'), false, [null, 3, 3, 'mirror']],
        ['own', 'unsubscribed', null, false, [null, 2, 3, 'own']],
      ]);
      // The next run looks which subscriptions these are.
      expect(await store.consentLedger.due('a', { after: null, limit: 10 })).toEqual(['mirror', 'own']);
      await store.close();
      await old.dispose();
    });

    it('B14, B17: keeps every link to a contact and to a customer, and the address by which a customer was known', async () => {
      const old = await open();
      const provider = { getMigrations: () => Promise.resolve(migrations(old.id)) };
      await new Migrator({ db: old.db, provider }).migrateTo('0002-inbox');
      const db = old.db as unknown as Kysely<Released>;
      const agreed = {
        status: 'subscribed',
        optedOut: false,
        odoo: { FNAME: 'Zoë' },
        mailchimp: {},
        tags: [],
      };
      const remembering = JSON.stringify({ ...agreed, customerAddress: 'ana@firma.pt' });
      const members = Array.from({ length: 450 }, (_, index) =>
        binding(`m${index}`, { contact_id: index + 1, partner_id: 7, base: remembering }),
      );
      for (const some of [members.slice(0, 225), members.slice(225)])
        await db.insertInto('bindings').values(some).execute();
      const others = [
        binding('contact', { contact_id: 1001, base: JSON.stringify({ ...agreed, customerAddress: null }) }),
        binding('customer', { partner_id: 8, base: JSON.stringify(agreed) }),
        binding('seen', { face_due: 1 }),
        binding('elsewhere', { audience_id: 'b', contact_id: 1, face_due: 1 }),
      ];
      await db.insertInto('bindings').values(others).execute();

      const store = await old.opened();

      const all = await store.bindings.list('a', { after: null, limit: 1000 });
      const kept = new Map(all.map((one) => [one.memberId, one]));
      expect(kept.size).toBe(453);
      expect(kept.get('m0')?.records).toEqual({ 'mailing.contact': 1, 'res.partner': 7 });
      expect(kept.get('m449')?.records).toEqual({ 'mailing.contact': 450, 'res.partner': 7 });
      expect(new Set(members.map(({ member_id: id }) => JSON.stringify(kept.get(id)?.base)))).toEqual(
        new Set([JSON.stringify({ ...agreed, sourceAddresses: { 'res.partner': 'ana@firma.pt' } })]),
      );
      expect(kept.get('contact')).toMatchObject({ records: { 'mailing.contact': 1001 }, base: agreed });
      expect(kept.get('customer')).toMatchObject({ records: { 'res.partner': 8 }, base: agreed });
      expect(kept.get('seen')?.records).toEqual({});
      expect(await store.bindings.byRecords('a', 'res.partner', [7])).toHaveLength(450);
      expect(await store.bindings.countLinked('a')).toBe(451);
      const due = await store.bindings.due('b', 'addon', { after: null, limit: 10 });
      expect(due.map(({ memberId }) => memberId)).toEqual(['elsewhere']);
      expect(await store.bindings.due('a', 'addon', { after: null, limit: 10 })).toEqual([]);
      await store.close();
      await old.dispose();
    });
  });
}
