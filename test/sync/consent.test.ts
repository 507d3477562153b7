import { expect, it } from '@jest/globals';
import { subscriberHash } from '../../src/mailchimp/subscriber-hash.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

describeOdoo('consent', (odoo) => {
  neverAgain(odoo);
  freshOptIn(odoo);
  travels(odoo);
  ownSubscription(odoo);
  lostStore(odoo);
  caps(odoo);
});

/** Everything the bridge does by itself or is told to do. */
async function everything(world: World): Promise<void> {
  await world.fetch({ allowLarge: true });
  await world.exportContacts({ allowLarge: true });
  await world.updateContacts({ allowLarge: true });
  await world.fetch({ full: true, allowLarge: true });
}

function neverAgain(odoo: TestOdoo): void {
  it.each([
    ['unsubscribe', 'unsubscribed'],
    ['complain', 'unsubscribed'],
    ['bounce', 'cleaned'],
    ['archive', 'archived'],
  ])('B24: after %s nobody is subscribed again', async (action, status) => {
    await using world = await openWorld(odoo);
    const email = `${action}.never@oakline-farm.com`;
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    await world.mailchimp.persona(email, action);

    await world.exportContacts();
    await world.updateContacts();
    await everything(world);

    expect((await world.mailchimp.member(email))?.status).toBe(status);
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });

  it('B24: a store that was lost changes nothing about that', async () => {
    await using world = await openWorld(odoo);
    const email = 'lost.never@oakline-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    await world.mailchimp.persona(email, 'archive');
    await world.forget();

    await everything(world);

    expect((await world.mailchimp.member(email))?.status).toBe('archived');
  });

  it('B24: an update after MailChimp’s unsubscription sends data and no status', async () => {
    await using world = await openWorld(odoo);
    const email = 'data.only@oakline-farm.com';
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email });
    await world.exportContacts();
    await world.mailchimp.persona(email, 'unsubscribe', { source: 'user' });
    await world.odoo.write('mailing.contact', [id], { name: 'Ana Costa' });

    await world.updateContacts();

    expect(await world.mailchimp.member(email)).toMatchObject({
      status: 'unsubscribed',
      merge_fields: { LNAME: 'Costa' },
    });
  });
}

function freshOptIn(odoo: TestOdoo): void {
  /** Unsubscribed in MailChimp, imported, and then opted in again in Odoo. */
  async function optedInAgain(world: World, email: string, source: 'user' | 'admin'): Promise<void> {
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    await world.mailchimp.persona(email, 'unsubscribe', { source });
    await world.fetch();
    await world.odoo.setOptOut(email, false);
  }

  it('B24: by default an opt-in in Odoo asks nothing of MailChimp, and stays', async () => {
    await using world = await openWorld(odoo);
    const email = 'default.optin@oakline-farm.com';
    await optedInAgain(world, email, 'admin');

    await everything(world);

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
  });

  it.each([
    ['pending', 'user', 'pending'],
    ['pending', 'admin', 'pending'],
    ['subscribed', 'admin', 'subscribed'],
  ] as const)(
    'B24: resubscribe %s after an unsubscription by the %s',
    async (resubscribe, source, status) => {
      await using world = await openWorld(odoo, { policies: { resubscribe } });
      const email = `${resubscribe}.${source}.optin@oakline-farm.com`;
      await optedInAgain(world, email, source);

      await world.updateContacts();

      expect((await world.mailchimp.member(email))?.status).toBe(status);
    },
  );

  it.each(['Odoo', 'MailChimp', 'nobody'])(
    'B24: who leaves the blacklist has not opted in, where %s has given them another address',
    async (side) => {
      await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
      const email = `${side.toLowerCase()}.blacklist@oakline-farm.com`;
      // The test is about what follows a rename, whoever may do one.
      await world.mailchimp.control('PUT', '/knobs', { rename_only_subscribed: false });
      const moved = side === 'nobody' ? email : `new.${email}`;
      const id = await world.odoo.hasContact({ name: 'Ana', email });
      await world.exportContacts();
      const blacklisted = await world.odoo.create('mail.blacklist', { email });
      await world.updateContacts();
      if (side === 'Odoo') await world.odoo.write('mailing.contact', [id], { email: moved });
      if (side === 'MailChimp') await world.mailchimp.persona(email, 'change_email', { new_email: moved });
      if (side === 'nobody') await world.odoo.write('mail.blacklist', [blacklisted], { active: false });

      await world.sync();
      await everything(world);

      expect((await world.mailchimp.member(moved))?.status).toBe('unsubscribed');
      expect(await world.odoo.contact(moved)).toMatchObject({ optOut: true });
    },
  );

  it('B27: who unsubscribed by themselves can’t be subscribed by an export, and the reason is told', async () => {
    await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
    const email = 'compliance.optin@oakline-farm.com';
    await optedInAgain(world, email, 'user');

    const run = await world.updateContacts();
    await world.mailchimp.control('DELETE', '/requests');
    const again = await world.updateContacts();

    expect(run.failures).toMatchObject([{ email, code: 'mailchimp.compliance_state' }]);
    expect(again.failures).toMatchObject([{ email, code: 'mailchimp.compliance_state' }]);
    const { by_route: routes } = await world.mailchimp.requests();
    expect(Object.keys(routes).filter((route) => !route.startsWith('GET'))).toEqual([]);
    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });
}

function travels(odoo: TestOdoo): void {
  it.each(['subscription', 'blacklist'])('B25: an opt-out by %s in Odoo reaches MailChimp', async (how) => {
    await using world = await openWorld(odoo);
    const email = `${how}.travels@oakline-farm.com`;
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    if (how === 'blacklist') await world.odoo.create('mail.blacklist', { email });
    else await world.odoo.setOptOut(email, true);

    await world.updateContacts();
    await everything(world);

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });

  it('B25: an opt-out goes also when MailChimp would refuse the rest of the record', async () => {
    await using world = await openWorld(odoo, {
      mergeFields: [
        { tag: 'FNAME', name: 'First Name', type: 'text', required: true },
        { tag: 'ZIPCODE', name: 'ZIP', type: 'zip' },
      ],
      audience: { merge_fields: { FNAME: 'name.first', ZIPCODE: 'zip' } },
    });
    const email = 'refused.travels@oakline-farm.com';
    const id = await world.odoo.hasContact({ name: 'Ana', email });
    const partner = await world.odoo.create('res.partner', { name: 'Ana', email, zip: '94105' });
    await world.exportContacts();
    await world.odoo.write('res.partner', [partner], { zip: 'nonsense' });
    await world.odoo.write('mailing.contact', [id], { name: false });
    await world.odoo.setOptOut(email, true);

    await world.updateContacts();

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });

  it('B25: opt-outs go before all else', async () => {
    await using world = await openWorld(odoo);
    const changed = await world.odoo.hasContact({ name: 'Ana Sousa', email: 'changed@first-farm.com' });
    await world.odoo.hasContact({ name: 'Rui Alves', email: 'leaves@first-farm.com' });
    await world.exportContacts();
    // The first update of all goes in batches, so that no automation starts (B62).
    await world.updateContacts();
    await world.odoo.write('mailing.contact', [changed], { name: 'Ana Costa' });
    await world.odoo.setOptOut('leaves@first-farm.com', true);

    await world.updateContacts();

    const { requests } = (await world.mailchimp.control('GET', '/requests/recent')) as {
      requests: { method: string; path: string }[];
    };
    const written = requests
      .filter(({ method }) => method === 'PATCH')
      .map(({ path }) => path.split('/').at(-1));
    const hashes = ['leaves@first-farm.com', 'changed@first-farm.com'].map(subscriberHash);
    expect(written.reverse()).toEqual(hashes);
  });

  it('B25: in a conflict the opt-out wins', async () => {
    await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
    const email = 'conflict@oakline-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    await world.odoo.setOptOut(email, true);
    await world.mailchimp.persona(email, 'profile', { merge_fields: { FNAME: 'Anna' } });

    await everything(world);

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });
}

function ownSubscription(odoo: TestOdoo): void {
  it('B25: a person’s own new subscription in MailChimp reaches Odoo, and the blacklist stays', async () => {
    await using world = await openWorld(odoo);
    const email = 'own.act@oakline-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    await world.odoo.setOptOut(email, true);
    await world.updateContacts();
    world.mailchimp.wait(60);
    await world.mailchimp.persona(email, 'subscribe', { source: 'user' });

    await everything(world);

    expect((await world.mailchimp.member(email))?.status).toBe('subscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
  });

  it('B25: an export before the import does not undo that subscription', async () => {
    await using world = await openWorld(odoo);
    const email = 'own.first@oakline-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    await world.odoo.setOptOut(email, true);
    await world.updateContacts();
    world.mailchimp.wait(60);
    await world.mailchimp.persona(email, 'subscribe', { source: 'user' });

    await world.updateContacts();
    await world.fetch();

    expect((await world.mailchimp.member(email))?.status).toBe('subscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
  });
}

function lostStore(odoo: TestOdoo): void {
  it.each(['Odoo', 'MailChimp'])('B25: with no history an opt-out in %s wins', async (side) => {
    await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
    const email = `history.${side.toLowerCase()}@oakline-farm.com`;
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    if (side === 'Odoo') await world.odoo.setOptOut(email, true);
    else await world.mailchimp.persona(email, 'unsubscribe', { source: 'admin' });
    await world.forget();

    await everything(world);

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });
}

function caps(odoo: TestOdoo): void {
  const people = Array.from({ length: 30 }, (_, index) => index);

  it('B28: an import that opts out too many stops before writing any of it', async () => {
    await using world = await openWorld(odoo, { limits: { max_change_ratio: 0.2 } });
    const email = (index: number): string => `cap.in.${index}@oakline-farm.com`;
    await world.mailchimp.has(
      ...people.map((index) => ({ email_address: email(index), status: 'subscribed' })),
    );
    await world.fetch();
    for (const index of people.slice(0, 7)) await world.mailchimp.persona(email(index), 'unsubscribe');

    const stopped = await world.fetch().catch((error: unknown) => error);
    const untouched = await world.odoo.countOnList(true);
    const allowed = await world.fetch({ allowLarge: true });

    expect(stopped).toMatchObject({ code: 'limits.exceeded', remedy: 'call-a-person' });
    expect(untouched).toBe(0);
    expect(allowed.totals).toMatchObject({ updated: 7 });
    expect(await world.odoo.countOnList(true)).toBe(7);
  });

  it('B28: so does an export, and below the limit it doesn’t', async () => {
    await using world = await openWorld(odoo, { limits: { max_change_ratio: 0.2 } });
    const email = (index: number): string => `cap.out.${index}@oakline-farm.com`;
    for (const index of people) await world.odoo.hasContact({ name: 'Ana', email: email(index) });
    await world.exportContacts();
    for (const index of people.slice(0, 7)) await world.odoo.setOptOut(email(index), true);

    const stopped = await world.updateContacts().catch((error: unknown) => error);
    const untouched = await world.mailchimp.count('unsubscribed');
    await world.odoo.setOptOut(email(0), false);
    const below = await world.updateContacts();

    expect(stopped).toMatchObject({ code: 'limits.exceeded' });
    expect(untouched).toBe(0);
    expect(below.totals).toMatchObject({ updated: 6 });
    expect(await world.mailchimp.count('unsubscribed')).toBe(6);
  });

  it('B28: new members of an explicit export don’t count', async () => {
    await using world = await openWorld(odoo, { limits: { max_changes: 5 } });
    for (const index of people.slice(0, 10))
      await world.odoo.hasContact({ name: 'Ana', email: `cap.new.${index}@oakline-farm.com` });

    const run = await world.exportContacts();

    expect(run.totals).toMatchObject({ created: 10 });
  });
}
