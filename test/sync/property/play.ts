import { expect } from '@jest/globals';
import { openTap } from '../../support/tap.js';
import type { TestOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld } from '../../support/world/open-world.js';
import { WebhookEar } from '../../support/world/webhook-ear.js';
import { wrongsOfEnd, wrongsOfRun, type Passage } from './checks.js';
import { Crowd, type SeenPerson } from './crowd.js';
import { HastyClock } from './hasty-clock.js';
import { Mess } from './mess.js';
import { ShakyBridge } from './shaky-bridge.js';
import type { Options, Run, Step } from './step.js';
import { Story } from './story.js';

export interface Played {
  options: Options;
  steps: readonly Step[];
}

/** Plays a story, and then lets the bridge bring everything together in peace. */
export async function play(odoo: TestOdoo, name: string, { options, steps }: Played): Promise<void> {
  await using taps = await openTaps();
  const clock = new HastyClock();
  const domain = `${name}-farm.com`;
  await using world = await openWorld(odoo, { ...settingsOf(options, domain), taps, clock });
  const crowd = new Crowd(world, domain);
  const story = new Story(crowd);
  const mess = new Mess(crowd);
  await using ear = await WebhookEar.open(world);
  const bridge = new ShakyBridge(world, { taps, clock, domain, ear, mess, story });
  // A list is known by its id once it is bound; of one that never was, nobody can tell where it went.
  await world.bridge.fetchAudiences({ dryRun: false });
  for (const step of steps) {
    if ('run' in step && step.run === 'forget') await mess.clear('list archived', 'list renamed');
    if ('edit' in step) {
      if (!mess.forbids(step)) await story.tell(step);
    } else if ('mess' in step) await mess.toggle(step.mess);
    else await runOnce(story, bridge, { step, options });
  }
  await mess.clear();
  // What was refused is tried again after a while.
  await clock.sleep(7 * 24 * 3_600_000);
  const calm: Run = { run: 'sync', trouble: null };
  for (let times = 0; times < 2; times += 1)
    await runOnce(story, bridge, { step: calm, options, isEnd: true });
  const seen = await story.see();
  expect(wrongs(story, seen, seen, (passage) => wrongsOfEnd(passage, options))).toEqual([]);
  expect(await bridge.writesOfSync()).toEqual([]);
}

async function runOnce(
  story: Story,
  bridge: ShakyBridge,
  { step, options, isEnd = false }: { step: Run; options: Options; isEnd?: boolean },
): Promise<void> {
  const before = await story.see();
  const isCalm = await bridge.run(step);
  const after = await story.seeAnew();
  expect(wrongs(story, before, after, (passage) => wrongsOfRun(passage, options))).toEqual([]);
  story.notes.forEach((notes, who) => {
    const { members = [], contacts = [], customers = [] } = after[who] ?? {};
    if (step.run === 'forget') {
      const known = [...members, ...contacts, ...customers].map(({ email }) => email.toLowerCase());
      notes.torn ||= new Set(known).size > 1;
      notes.linked = false;
      notes.isOptOutKnown = false;
    }
    if (step.run !== 'sync' || !isCalm) return;
    notes.linked = members.length > 0 && contacts.length > 0;
    notes.isOptOutKnown = notes.ownOptOut && notes.linked;
    if (!isEnd) notes.edits = {};
  });
}

function wrongs(
  { notes }: Story,
  before: readonly SeenPerson[],
  after: readonly SeenPerson[],
  find: (passage: Passage) => string[],
): string[] {
  return notes.flatMap((one, who) => {
    const [was, is] = [before[who], after[who]];
    return was === undefined || is === undefined ? [] : find({ who, before: was, after: is, notes: one });
  });
}

async function openTaps() {
  const [odoo, mailchimp] = await Promise.all([openTap(), openTap()]);
  return {
    odoo,
    mailchimp,
    async [Symbol.asyncDispose]() {
      await odoo.close();
      await mailchimp.close();
    },
  };
}

function settingsOf(options: Options, domain: string): Parameters<typeof openWorld>[1] {
  const { owner, blank, autoExport: model } = options;
  const text = (tag: string): object => ({ tag, name: tag, type: 'text' });
  const rule = { enabled: true, model, domain: [['email', '=ilike', `%@${domain}%`]] };
  return {
    name: `Story ${domain}`,
    mergeFields: ['FNAME', 'LNAME', 'COMPANY', 'PHONE'].map(text),
    member_options: {
      override_contact_name: options.overrideName,
      auto_create_customer: options.createCustomer,
    },
    policies: {
      on_cleaned: options.onCleaned,
      on_remote_delete: options.onRemoteDelete,
      on_filter_exit: options.onFilterExit,
      resubscribe: options.resubscribe,
    },
    audience: {
      merge_fields: {
        FNAME: 'name.first',
        LNAME: 'name.last',
        COMPANY: { contact: 'company_name', owner, blank },
        PHONE: { customer: 'phone', owner, blank },
      },
      ...(model === null ? {} : { auto_export: rule }),
    },
  };
}
