import { z } from 'zod';
import type { ConsentPerson } from '../../consent/consent-person.js';
import {
  countSubscriptionsUpTo,
  latestSubscription,
  listSubscriptions,
} from '../../odoo/people/list-subscriptions.js';
import { contactOf } from '../../store/binding.js';
import { allBindings } from '../all-bindings.js';
import { consentPass } from '../consent/consent-pass.js';
import { peopleOfBindings } from '../consent/consent-people.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';

const markName = 'list-look';

/** What a mailing list held when it was last looked at. */
const lookSchema = z.object({
  mailingListId: z.number(),
  /** Id of its newest subscription then, and how many there were up to that one. */
  latest: z.number(),
  count: z.number(),
  /** When all of it was last read; milliseconds of the bridge's clock. */
  readAt: z.number(),
  /** What becomes of the members (`on_odoo_delete`). */
  policy: z.string(),
});

type Look = z.output<typeof lookSchema>;

/** Somebody who was put on the list and taken off it between two looks is found after so long at the latest. */
const rereadMs = 24 * 60 * 60_000;

/**
 * Finds whose contact was deleted in Odoo, or taken off the mailing list, which no change there tells of (B48). One count
 * tells whether there are any; only then is it read who is on the list, some thousands in a call.
 * @param mayHaveGrown somebody may have been put on the list since
 */
export async function reconcileTakenOut(
  run: AudienceRun,
  { mayHaveGrown }: { mayHaveGrown: boolean },
): Promise<void> {
  const { store, audience, mailingListId, guard } = run;
  if (mailingListId === null) return;
  const kept = await store.marks.get(audience.id, markName);
  const look = kept === null ? null : lookSchema.parse(JSON.parse(kept));
  const isSame = look !== null && (await isUnchanged(run, mailingListId, look));
  if (isSame && !mayHaveGrown) return;
  const next = isSame ? await grown(run, mailingListId, look) : await readWhole(run, mailingListId, look);
  // Of a plan that is applied what is not in it has been left, and is to come up again (B53).
  if (guard === null) await store.marks.set(audience.id, markName, JSON.stringify(next));
}

async function isUnchanged(run: OpenAudience, mailingListId: number, look: Look): Promise<boolean> {
  if (look.mailingListId !== mailingListId || look.policy !== run.config.policies.on_odoo_delete)
    return false;
  if (run.clock.now().getTime() - look.readAt > rereadMs) return false;
  return (await countSubscriptionsUpTo(run.odoo, mailingListId, look.latest)) === look.count;
}

async function grown({ odoo }: OpenAudience, mailingListId: number, look: Look): Promise<Look> {
  const latest = await latestSubscription(odoo, mailingListId);
  if (latest === look.latest) return look;
  return { ...look, latest, count: await countSubscriptionsUpTo(odoo, mailingListId, latest) };
}

async function readWhole(run: AudienceRun, mailingListId: number, look: Look | null): Promise<Look> {
  const { policies, member_options: options } = run.config;
  const { on_odoo_delete: policy } = policies;
  const contactIds = new Set<number>();
  let [latest, count] = [0, 0];
  for await (const page of listSubscriptions(run.odoo, mailingListId)) {
    run.signal.throwIfAborted();
    for (const { id, contactId } of page) {
      count += 1;
      latest = id;
      if (contactId !== null) contactIds.add(contactId);
    }
  }
  const missing = peopleMissing(run, contactIds, { known: look !== null && look.policy !== policy });
  await consentPass(run, missing, { mayOptIn: options.auto_sync_member });
  return { mailingListId, latest, count, readAt: run.clock.now().getTime(), policy };
}

/** @param with.known those of whom it was noticed before, too */
async function* peopleMissing(
  run: OpenAudience,
  contactIds: ReadonlySet<number>,
  { known }: { known: boolean },
): AsyncGenerator<ConsentPerson[]> {
  for await (const page of allBindings(run.store.bindings, run.audience.id)) {
    const missing = page.filter((binding) => {
      const contactId = contactOf(binding);
      return contactId !== null && !contactIds.has(contactId);
    });
    const people = await peopleOfBindings(run, missing, new Set());
    yield people.filter(({ kept }) => known || kept?.entry.takenOut !== true);
  }
}
