import { describe, expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openEventDesk, type EventDesk } from '../../support/world/event-desk.js';
import { openWorld, type World } from '../../support/world/open-world.js';

type Settings = Parameters<typeof openWorld>[1];

interface Scene extends AsyncDisposable {
  /** A member and their contact; nobody else's in the database of the suite. */
  ana: string;
  /** Nobody yet. */
  rui: string;
  world: World;
  desk: EventDesk;
}

let scenes = 0;

/** A member in both, and a webhook. */
async function scene(odoo: TestOdoo, settings: Settings = {}, member: object = {}): Promise<Scene> {
  scenes += 1;
  const [ana, rui] = [`ana.${scenes}@oakline-farm.com`, `rui.${scenes}@oakline-farm.com`];
  const world = await openWorld(odoo, settings);
  await world.mailchimp.has({
    ...{ email_address: ana, status: 'subscribed', merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' } },
    ...member,
  });
  await world.fetch();
  const desk = await openEventDesk(world);
  return {
    ana,
    rui,
    world,
    desk,
    async [Symbol.asyncDispose]() {
      await desk.close();
      await world.close();
    },
  };
}

describeOdoo('Events', (odoo) => {
  describe('B32: what they do', () => effects(odoo));
  describe('B33: deletions', () => deletions(odoo));
  describe('B24, B25: consent', () => consent(odoo));
  describe('B31, B34: once, in any order', () => order(odoo));
});

function effects(odoo: TestOdoo): void {
  it('subscribe makes a contact, subscribed', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.rui, 'subscribe', { merge_fields: { FNAME: 'Rui' }, tags: ['VIP'] });

    expect(await at.desk.settle()).toEqual(['subscribe: created']);

    const contact = await at.world.odoo.contact(at.rui);
    expect(contact).toMatchObject({ name: 'Rui', optOut: false, tags: ['VIP'] });
  });

  it('subscribe of someone pending waits for the confirmation', async () => {
    await using at = await scene(odoo, {}, { status: 'pending' });
    await at.world.mailchimp.persona(at.ana, 'confirm');

    await at.desk.settle();

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: false });
  });

  it.each(['unsubscribe', 'complain'])('%s opts out of that audience', async (action) => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, action);

    expect(await at.desk.settle()).toEqual(['unsubscribe: updated']);

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
    expect(await at.world.odoo.isBlacklisted(at.ana)).toBe(false);
  });

  it('unsubscribe that doesn’t say which action is no deletion', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    const [form = ''] = await at.desk.told();
    const silent = form.replace(/data%5Baction%5D=[a-z]+&/u, '');
    expect(silent).not.toBe(form);

    await at.desk.take(silent);
    await at.desk.work();

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
  });

  it('profile brings name and mapping', async () => {
    await using at = await scene(odoo, {
      member_options: { override_contact_name: true },
      audience: { merge_fields: { FNAME: 'name.first', LNAME: 'name.last', COMPANY: 'company_name' } },
      mergeFields: ['FNAME', 'LNAME', 'COMPANY'].map((tag) => ({ tag, name: tag, type: 'text' })),
    });
    const merge_fields = { FNAME: 'Anabela', COMPANY: 'Oakline' };
    await at.world.mailchimp.persona(at.ana, 'profile', { merge_fields });

    expect(await at.desk.settle()).toEqual(['profile: updated']);

    const [contact] = await at.world.odoo.search(
      'mailing.contact',
      [['email', '=', at.ana]],
      ['name', 'company_name'],
    );
    expect(contact).toMatchObject({ name: 'Anabela Sousa', company_name: 'Oakline' });
  });

  it.each([
    ['as it comes', (forms: string[]) => forms],
    ['profile first', (forms: string[]) => [...forms].reverse()],
    ['only the profile', (forms: string[]) => forms.filter((form) => form.startsWith('type=profile'))],
    ['only the upemail', (forms: string[]) => forms.filter((form) => form.startsWith('type=upemail'))],
  ])('upemail, %s: the same contact gets the new address', async (_order, arrange) => {
    await using at = await scene(odoo);
    const before = await at.world.odoo.contact(at.ana);
    await at.world.mailchimp.persona(at.ana, 'change_email', { new_email: at.rui });
    const forms = arrange(await at.desk.told());

    for (const form of forms) {
      await at.desk.take(form);
      await at.desk.work();
    }

    expect(await at.world.odoo.contacts(at.rui)).toMatchObject([{ id: before?.id, optOut: false }]);
    expect(await at.world.odoo.contacts(at.ana)).toEqual([]);
  });

  it('cleaned opts out and goes on the blacklist', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'bounce');

    expect(await at.desk.settle()).toEqual(['cleaned: updated']);

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
    expect(await at.world.odoo.isBlacklisted(at.ana)).toBe(true);
  });

  it('B12: with auto_create_member off a stranger is passed over', async () => {
    await using at = await scene(odoo, { member_options: { auto_create_member: false } });
    await at.world.mailchimp.persona(at.rui, 'subscribe');

    expect(await at.desk.settle()).toEqual(['subscribe: no_contact']);

    expect(await at.world.odoo.contact(at.rui)).toBeNull();
  });

  it('of an audience of nobody’s here are set aside', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    const [form = ''] = await at.desk.told();

    await at.desk.take(form.replace(at.world.audienceId, 'b46b032126'));

    expect(await at.desk.work()).toEqual(['unsubscribe: other_audience']);
    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: false });
  });

  it('of a person nobody knows any more do nothing', async () => {
    await using at = await scene(odoo);
    await at.desk.take(`type=profile&data[email]=${at.rui}&data[list_id]=${at.world.audienceId}`);

    expect(await at.desk.work()).toEqual(['profile: no_member']);
  });

  it('what they did is in the journal, under one run an hour', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.rui, 'subscribe');
    await at.desk.settle();
    await at.world.mailchimp.persona(at.rui, 'unsubscribe');
    await at.desk.settle();

    const run = await at.desk.store.runs.last('webhooks', at.world.audienceId);
    expect(run).toMatchObject({ outcome: 'done', totals: { created: 1, updated: 1, failed: 0 } });
    expect(await at.desk.store.journal.countOfRun(run?.id ?? 0)).toEqual({ created: 1, updated: 1 });
  });
}

function deletions(odoo: TestOdoo): void {
  it('a member that MailChimp confirms gone takes its contact along', async () => {
    await using at = await scene(odoo);
    const customer = await at.world.odoo.create('res.partner', { name: 'Ana Sousa', email: at.ana });
    await at.world.mailchimp.persona(at.ana, 'delete_permanent');

    expect(await at.desk.settle()).toEqual(['unsubscribe: removed']);

    expect(await at.world.odoo.contacts(at.ana)).toEqual([]);
    expect(await at.world.odoo.customers(at.ana)).toMatchObject([{ id: customer }]);
  });

  it('also when it had changed its address just before, and that was told first', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'change_email', { new_email: at.rui });
    await at.world.mailchimp.persona(at.rui, 'delete_permanent');
    const forms = await at.desk.told();

    const outcomes: string[] = [];
    for (const form of forms) {
      await at.desk.take(form);
      outcomes.push(...(await at.desk.work()));
    }

    expect(outcomes.at(-1)).toBe('unsubscribe: removed');
    expect(await at.world.odoo.contacts(at.ana)).toEqual([]);
  });

  it('a contact that is on another mailing list loses only the subscription', async () => {
    await using at = await scene(odoo);
    const contact = await at.world.odoo.contact(at.ana);
    const list_id = await at.world.odoo.create('mailing.list', { name: 'Another' });
    const { subscriptionModel } = at.world.odoo.session.capabilities;
    await at.world.odoo.create(subscriptionModel, { list_id, contact_id: contact?.id });
    await at.world.mailchimp.persona(at.ana, 'delete_permanent');

    await at.desk.settle();

    expect(await at.world.odoo.contacts(at.ana)).toMatchObject([{ id: contact?.id, optOut: null }]);
  });

  it('with on_remote_delete: opt_out the contact stays, opted out', async () => {
    await using at = await scene(odoo, { policies: { on_remote_delete: 'opt_out' } });
    await at.world.mailchimp.persona(at.ana, 'delete_permanent');

    await at.desk.settle();

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
  });

  it('archived is not gone: opted out and kept, though the event says delete', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'archive', { source: 'admin' });
    const [form = ''] = await at.desk.told();
    expect(form).toContain('data%5Baction%5D=delete');

    await at.desk.take(form);
    await at.desk.work();

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
  });

  it('a member that only moved is not gone either', async () => {
    await using at = await scene(odoo);
    const before = await at.world.odoo.contact(at.ana);
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    const [unsubscribe = ''] = await at.desk.told();
    await at.world.mailchimp.persona(at.ana, 'change_email', { new_email: at.rui });

    await at.desk.take(unsubscribe);
    await at.desk.work();

    expect(await at.world.odoo.contacts(at.rui)).toMatchObject([{ id: before?.id, optOut: true }]);
  });

  it('a late event about someone who is gone brings nobody back', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'profile', { merge_fields: { FNAME: 'Anabela' } });
    const [profile = ''] = await at.desk.told();
    await at.world.mailchimp.persona(at.ana, 'delete_permanent');
    await at.desk.settle();

    await at.desk.take(profile);

    expect(await at.desk.work()).toEqual(['profile: no_member']);
    expect(await at.world.odoo.contacts(at.ana)).toEqual([]);
  });

  it('a profile event alone removes nobody: the deletion is told by itself', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'profile', { merge_fields: { FNAME: 'Anabela' } });
    const [profile = ''] = await at.desk.told();
    await at.world.mailchimp.persona(at.ana, 'delete_permanent');
    const [deletion = ''] = await at.desk.told();

    await at.desk.take(profile);
    await at.desk.work();
    const between = await at.world.odoo.contacts(at.ana);
    await at.desk.take(deletion);
    await at.desk.work();

    expect(between).toHaveLength(1);
    expect(await at.world.odoo.contacts(at.ana)).toEqual([]);
  });
}

function consent(odoo: TestOdoo): void {
  it('who comes back by themselves is subscribed again', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    await at.desk.settle();
    at.world.mailchimp.wait(60);
    await at.world.mailchimp.persona(at.ana, 'subscribe');

    expect(await at.desk.settle()).toEqual(['subscribe: updated']);

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: false });
  });

  it('also when it was Odoo where they had opted out', async () => {
    await using at = await scene(odoo);
    await at.world.odoo.setOptOut(at.ana, true);
    await at.world.updateContacts();
    at.world.mailchimp.wait(60);
    await at.world.mailchimp.persona(at.ana, 'subscribe');

    await at.desk.settle();

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: false });
  });

  it('but the blacklist stays', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'bounce');
    await at.desk.settle();
    at.world.mailchimp.wait(60);
    await at.world.mailchimp.persona(at.ana, 'subscribe');

    await at.desk.settle();

    expect(await at.world.odoo.isBlacklisted(at.ana)).toBe(true);
  });

  it('a profile event brings nobody’s opt-out in Odoo down', async () => {
    await using at = await scene(odoo);
    await at.world.odoo.setOptOut(at.ana, true);
    await at.world.mailchimp.persona(at.ana, 'profile', { merge_fields: { FNAME: 'Anabela' } });

    await at.desk.settle();

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
  });

  it('a subscribe event that is overtaken by an unsubscription subscribes nobody', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.rui, 'subscribe');
    const [subscribe = ''] = await at.desk.told();
    await at.world.mailchimp.persona(at.rui, 'unsubscribe');

    await at.desk.take(subscribe);
    await at.desk.work();

    expect(await at.world.odoo.contact(at.rui)).toMatchObject({ optOut: true });
  });

  it('a forged event changes nothing: the member is the truth', async () => {
    await using at = await scene(odoo);
    const about = `data[email]=${at.ana}&data[list_id]=${at.world.audienceId}`;

    await at.desk.take(
      `type=unsubscribe&data[action]=delete&${about}`,
      `type=cleaned&data[reason]=hard&${about}`,
      `type=upemail&data[new_email]=mallory@oakline-farm.com&data[old_email]=${at.ana}&data[list_id]=${at.world.audienceId}`,
    );
    await at.desk.work();

    expect(await at.world.odoo.contacts(at.ana)).toMatchObject([{ optOut: false, name: 'Ana Sousa' }]);
    expect(await at.world.odoo.isBlacklisted(at.ana)).toBe(false);
    expect(await at.world.odoo.contacts('mallory@oakline-farm.com')).toEqual([]);
  });
}

function order(odoo: TestOdoo): void {
  it('a burst about one person is one look at the member', async () => {
    await using at = await scene(odoo);
    for (const FNAME of ['A', 'B', 'C', 'D', 'E'])
      await at.world.mailchimp.persona(at.ana, 'profile', { merge_fields: { FNAME } });
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    const forms = await at.desk.told();
    await at.world.mailchimp.control('DELETE', '/requests');

    await at.desk.take(...forms, ...forms);
    const outcomes = await at.desk.work();

    expect(outcomes).toHaveLength(6);
    const { by_route: calls } = await at.world.mailchimp.requests();
    expect(calls['GET /lists/:list_id/members/:subscriber_hash']).toBe(1);
    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
  });

  it('delivered again later it is not worked on again', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    const forms = await at.desk.told();
    await at.desk.take(...forms);
    await at.desk.work();

    await at.desk.take(...forms);

    expect(await at.desk.work()).toEqual([]);
  });

  it('any order comes to the same', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    await at.world.mailchimp.persona(at.ana, 'subscribe');
    await at.world.mailchimp.persona(at.ana, 'profile', { merge_fields: { LNAME: 'Moreira' } });
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    const forms = (await at.desk.told()).reverse();

    for (const form of forms) {
      await at.desk.take(form);
      await at.desk.work();
    }

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
  });

  it('unsubscribed, subscribed, unsubscribed within a second: the third looks like the first and counts', async () => {
    await using at = await scene(odoo);
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    const [first = ''] = await at.desk.told();
    await at.desk.take(first);
    await at.desk.work();
    at.world.mailchimp.wait(60);
    await at.world.mailchimp.persona(at.ana, 'subscribe');
    const [second = ''] = await at.desk.told();
    const fired = /fired_at=[^&]+/u;
    await at.desk.take(second.replace(fired, fired.exec(first)?.[0] ?? ''));
    await at.desk.work();
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');

    await at.desk.take(first);
    await at.desk.work();

    expect(await at.world.odoo.contact(at.ana)).toMatchObject({ optOut: true });
  });

  it('our own writes come back as events and change nothing', async () => {
    await using at = await scene(odoo);
    const sources = { user: true, admin: true, api: true };
    const { webhooks } = (await at.world.mailchimp.api('GET', `/lists/${at.world.audienceId}/webhooks`)) as {
      webhooks: { id: string }[];
    };
    await at.world.mailchimp.api('PATCH', `/lists/${at.world.audienceId}/webhooks/${webhooks[0]?.id ?? ''}`, {
      sources,
    });
    const contact = await at.world.odoo.contact(at.ana);
    await at.world.odoo.write('mailing.contact', [contact?.id ?? 0], { name: 'Anita Sousa' });
    await at.world.updateContacts();
    const before = await at.world.odoo.search('mailing.contact', [['email', '=', at.ana]], ['write_date']);

    expect(await at.desk.settle()).toEqual(['profile: unchanged']);

    expect(await at.world.odoo.search('mailing.contact', [['email', '=', at.ana]], ['write_date'])).toEqual(
      before,
    );
  });
}
