import { openWorld } from '../../support/world/open-world.js';
import { WebhookEar } from '../../support/world/webhook-ear.js';
import { wrongsOfEnd, wrongsOfRun, type Passage } from './checks.js';
import { Crowd, type SeenPerson } from './crowd.js';
import { Mess } from './mess.js';
import { ShakyBridge } from './shaky-bridge.js';
import type { OpenStage } from './stage.js';
import type { Edit, Options, Run, Step } from './step.js';
import { Story } from './story.js';

export interface Played {
  options: Options;
  /** Who is there when the bridge is first told of the two sides. */
  already: readonly Edit[];
  steps: readonly Step[];
}

/**
 * Plays a story, and then lets the bridge bring everything together in peace.
 * @param name of the story; where several share an Odoo each takes another
 * @returns what was wrong at the first moment at which something was
 */
export async function play(
  open: OpenStage,
  name: string,
  { options, already, steps }: Played,
): Promise<string[]> {
  await using stage = await open(options.clocks);
  const domain = `${name}-farm.com`;
  const { odoo, ...servers } = stage;
  await using world = await openWorld(odoo, { ...settingsOf(options, domain), ...servers });
  const crowd = new Crowd(world, domain);
  const story = new Story(crowd, stage.beginWrite);
  const mess = new Mess(crowd);
  await using ear = await WebhookEar.open(world);
  const bridge = new ShakyBridge(world, { stage, domain, ear, mess, story });
  for (const edit of already) await story.tell(edit);
  // A list is known by its id once it is bound; of one that never was, nobody can tell where it went.
  await world.bridge.fetchAudiences({ dryRun: false });
  for (const step of steps) {
    if ('run' in step && step.run === 'forget')
      await mess.clear('list archived', 'list renamed', 'lists merged');
    if ('edit' in step) {
      if (!mess.forbids(step)) await story.tell(step);
    } else if ('mess' in step) await mess.toggle(step.mess);
    else {
      const found = await runOnce(story, bridge, { step, options });
      if (found.length > 0) return found;
      if (story.hasBegun) await stage.clock.sleep(18 * 60_000);
      await story.endBegun();
    }
  }
  await mess.clear();
  await story.endBegun();
  // What was refused is tried again after a while.
  await stage.clock.sleep(7 * 24 * 3_600_000);
  const calm: Run = { run: 'sync', trouble: null };
  for (let times = 0; times < 2; times += 1) {
    const found = await runOnce(story, bridge, { step: calm, options, isEnd: true });
    if (found.length > 0) return found;
  }
  const seen = await story.see();
  const found = wrongs(story, seen, seen, (passage) => wrongsOfEnd(passage, options));
  return found.length > 0 ? found : await bridge.writesOfSync();
}

async function runOnce(
  story: Story,
  bridge: ShakyBridge,
  { step, options, isEnd = false }: { step: Run; options: Options; isEnd?: boolean },
): Promise<string[]> {
  await story.see();
  const isCalm = await bridge.run(step);
  const before = story.lastSeen;
  const after = await story.seeAnew();
  const found = wrongs(story, before, after, (passage) => wrongsOfRun(passage, options));
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
  return found;
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
