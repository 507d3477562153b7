import { setTimeout } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { subscriberHash } from '../../src/mailchimp/subscriber-hash.js';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

/** Odoo dates opt-outs in whole seconds. */
async function nextSecond(): Promise<void> {
  await setTimeout(1000 - (Date.now() % 1000));
}

/** A sign-up in MailChimp, and after it an opt-out in Odoo, between two runs. */
async function signUpAndOptOutOnceMore({ mailchimp, odoo }: World, email: string): Promise<void> {
  await mailchimp.persona(email, 'subscribe', { source: 'user' });
  await nextSecond();
  await odoo.setOptOut(email, false);
  await odoo.setOptOut(email, true);
}

describeOdoo('who leaves in MailChimp once more', (odoo) => {
  it.each(['never', 'pending', 'subscribed'] as const)(
    'B24, B25: after somebody had subscribed them there and an opt-in in Odoo, is out on both sides (resubscribe: %s)',
    async (resubscribe) => {
      await using world = await openWorld(odoo, { policies: { resubscribe } });
      const email = `ivo.${resubscribe}@again-farm.com`;
      await world.odoo.hasContact({ name: 'Ivo', email });
      await world.exportContacts();
      await world.odoo.setOptOut(email, true);
      await world.sync();
      expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });

      world.mailchimp.wait(60);
      const path = `/lists/${world.audienceId}/members/${subscriberHash(email)}`;
      await world.mailchimp.api('PATCH', path, { status: 'subscribed' });
      await world.odoo.setOptOut(email, false);
      await world.mailchimp.persona(email, 'unsubscribe');
      await world.sync();

      expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
      expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });
    },
  );
});

describeOdoo('who opts out in Odoo once more', (odoo) => {
  it('B25: after a sign-up that the bridge has not seen yet, stays opted out', async () => {
    await using world = await openWorld(odoo);
    const email = 'lia@again-farm.com';
    await world.odoo.hasContact({ name: 'Lia', email });
    await world.exportContacts();
    await world.odoo.setOptOut(email, true);
    await world.sync();
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });

    await signUpAndOptOutOnceMore(world, email);
    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });
  });

  it('B9, B25: where only MailChimp had opted them out before, stays opted out, too', async () => {
    await using world = await openWorld(odoo);
    const email = 'rui@again-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.fetch();
    await world.mailchimp.persona(email, 'unsubscribe');
    await world.sync();
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });

    await signUpAndOptOutOnceMore(world, email);
    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });
  });

  it('B25: a sign-up after the opt-out that both sides held still lifts it', async () => {
    await using world = await openWorld(odoo);
    const email = 'eva@again-farm.com';
    await world.odoo.hasContact({ name: 'Eva', email });
    await world.exportContacts();
    await world.odoo.setOptOut(email, true);
    await world.sync();

    await world.mailchimp.persona(email, 'subscribe', { source: 'user' });
    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'subscribed' });
  });
});
