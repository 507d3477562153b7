import { describe, expect, it } from '@jest/globals';
import { examine } from '../../src/app/doctor.js';
import type { Bridge } from '../../src/app/bridge.js';
import { openBridge } from '../../src/app/open-bridge.js';
import type { AccountConfig } from '../../src/config/account-config.js';
import { systemClock } from '../../src/support/clock.js';
import { AddonOdoo } from '../addon/addon-odoo.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { inPostgres, withOtherDatabase } from '../support/staging/other-database.js';
import { asReadmeUser } from '../support/world/readme-user.js';
import { openWorld, type World } from '../support/world/open-world.js';

const all = { audiences: [], dryRun: false, allowLarge: false };

describeOdoo('the right database', (odoo) => {
  describe('a neutralised copy', () => neutralised(odoo));
  describe('another database', () => others(odoo));
});

describeOdoo(
  'another database of the same name',
  (odoo) => {
    it('B52: is known by when it was made', async () => {
      await using world = await openWorld(await asReadmeUser(odoo, 'careful'));
      await world.sync();
      await inPostgres(odoo, "update res_lang set create_date = create_date + interval '1 day'");

      const end = await codeOf(world.sync());

      expect(end).toBe('odoo.other_database');
    });
  },
  { notOnSmall: 'no two of them are made at different times' },
);

function neutralised(odoo: TestOdoo): void {
  it('B52: is refused by every command that writes, for a user with the README’s rights', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'modest'));
    await world.mailchimp.has({ email_address: 'one@copy-farm.com', status: 'subscribed' });
    const undo = await neutralise(odoo);

    const ends = [
      await codeOf(world.bridge.fetchAudiences({ dryRun: false })),
      await codeOf(world.fetch()),
      await codeOf(world.exportContacts()),
      await codeOf(world.updateContacts()),
      await codeOf(world.autoExport()),
      await codeOf(world.sync()),
      await codeOf(world.sync({ dryRun: true })),
    ];
    const found = await databaseFinding(world.config);
    await undo();

    expect(new Set(ends)).toEqual(new Set(['odoo.neutralised']));
    expect(found).toMatchObject({ ok: false, error: { code: 'odoo.neutralised' } });
    expect(found?.hint).toContain('--accept-database');
    expect(await world.odoo.contact('one@copy-farm.com')).toBeNull();
  });

  it('B52: is worked on by who has accepted it, for a trial', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has({ email_address: 'trial@copy-farm.com', status: 'subscribed' });
    const undo = await neutralise(odoo);

    await world.bridge.sync({ ...all, acceptDatabase: true });
    const later = await codeOf(world.sync());
    await undo();

    expect(later).toBe('done');
    expect(await world.odoo.contact('trial@copy-farm.com')).toMatchObject({ optOut: false });
  });
}

function others(odoo: TestOdoo): void {
  it('B52: is refused by every command that writes, and by doctor, which say what to do', async () => {
    await using world = await openWorld(odoo);
    await world.sync();
    await withOtherDatabase(odoo, async (place) => {
      await using other = await onDatabase(world, place);

      const ends = [await codeOf(other.bridge.sync(all)), await codeOf(other.bridge.fetchAudiences(all))];
      const found = await databaseFinding(other.config);

      expect(ends).toEqual(['odoo.other_database', 'odoo.other_database']);
      expect(found).toMatchObject({ ok: false, error: { code: 'odoo.other_database' } });
      expect(found?.detail).toContain(`its name was ${odoo.database} and is ${place.database}`);
      expect(found?.hint).toContain('--accept-database');
    });
    expect(await databaseFinding(world.config)).toMatchObject({ ok: true });
  });

  it('B52: is bound with --accept-database, and nothing known of the first one counts', async () => {
    await using world = await openWorld(odoo);
    const [left, kept] = ['left@moved-farm.com', 'kept@moved-farm.com'];
    await world.mailchimp.has(
      { email_address: left, status: 'unsubscribed' },
      { email_address: kept, status: 'subscribed' },
    );
    await world.sync();
    const linked = (await world.odoo.contact(kept))?.id ?? 0;
    await withOtherDatabase(odoo, async (place) => {
      const there = await AddonOdoo.connect({ ...odoo, ...place });
      const listId = await there.createOne('mailing.list', { name: mailingListOf(world) });
      await reachId(there, linked - 1);
      const stranger = await there.createOne('mailing.contact', {
        ...{ name: 'Stranger', email: 'stranger@moved-farm.com' },
        list_ids: [[6, 0, [listId]]],
      });
      await there.create('mailing.contact', { email: left, list_ids: [[6, 0, [listId]]] });
      await using other = await onDatabase(world, place);

      const tried = await other.bridge.sync({ ...all, dryRun: true, acceptDatabase: true });
      const still = await codeOf(other.bridge.sync(all));
      const done = await other.bridge.sync({ ...all, acceptDatabase: true });
      await other.bridge.sync(all);

      expect(stranger).toBe(linked);
      expect(tried.stopped).toEqual([]);
      expect(still).toBe('odoo.other_database');
      expect(done.stopped).toEqual([]);
      expect((await world.mailchimp.member(kept))?.status).toBe('subscribed');
      expect((await world.mailchimp.member(left))?.status).toBe('unsubscribed');
      expect(await world.mailchimp.member('stranger@moved-farm.com')).toBeNull();
      expect(await optOutsOf(there, left)).toEqual([true]);
      await there.close();
    });
  });
}

function mailingListOf({ config }: World): string {
  return config.audiences[0]?.mailing_list ?? '';
}

/** Makes and deletes contacts until the last id was this one. */
async function reachId(there: AddonOdoo, id: number): Promise<void> {
  for (;;) {
    const made = await there.createOne('mailing.contact', { email: 'gone@moved-farm.com' });
    await there.unlink('mailing.contact', [made]);
    if (made >= id) return;
  }
}

async function optOutsOf(there: AddonOdoo, email: string): Promise<unknown[]> {
  const { subscriptionModel } = there.session.capabilities;
  const rows = await there.search(subscriptionModel, [['contact_id.email', '=', email]], ['opt_out']);
  return rows.map((row) => row.opt_out);
}

/** The account of the world with another database, and the same store. */
async function onDatabase(
  { config: { odoo, ...rest } }: World,
  { url, database }: Pick<TestOdoo, 'url' | 'database'>,
): Promise<{ bridge: Bridge; config: AccountConfig; [Symbol.asyncDispose](): Promise<void> }> {
  const config = { ...rest, odoo: { ...odoo, url, database } };
  const signal = new AbortController().signal;
  const deps = { clock: systemClock, progress: () => undefined, signal, wait: false };
  const bridge = await openBridge(config, deps);
  return { bridge, config, [Symbol.asyncDispose]: () => bridge.close() };
}

/** What Odoo's own neutralisation leaves for everybody to see. @returns what takes it back */
async function neutralise(odoo: TestOdoo): Promise<() => Promise<void>> {
  const admin = await AddonOdoo.connect(odoo);
  const dummy = { name: 'neutralization - disable emails', smtp_host: 'invalid' };
  const id = await admin.createOne('ir.mail_server', dummy);
  return async () => {
    await admin.unlink('ir.mail_server', [id]);
    await admin.close();
  };
}

async function databaseFinding(config: AccountConfig) {
  const findings = await examine(config, { clock: systemClock });
  return findings.find(({ check }) => check === 'Odoo database');
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code,
  );
}
