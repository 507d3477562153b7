import { odooWrites } from '../../core/mapping/odoo-writes.js';
import { consentHolder } from '../../objects/registry.js';
import {
  createContacts,
  subscriptionValues,
  type SubscriptionDraft,
} from '../../odoo/people/create-contacts.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import { bisect, type Refusal } from '../../support/bisect.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { isUnconfirmed, settleCreates } from '../people/settle-creates.js';
import type { AudienceRun } from '../sync-context.js';
import type { KnownRecord } from './plan-contact.js';
import type { SelectedPerson } from './read-selected.js';

export interface Enrolment {
  /** Something was made, or may have been: the people have to be read again. */
  changed: boolean;
  refused: Refusal<SelectedPerson, RecordError>[];
}

/**
 * Customers that are exported get a mailing contact and a subscription on the audience's mailing list first, so
 * that mailing list and audience agree (B16).
 */
export async function enrolCustomers(
  run: AudienceRun,
  people: readonly SelectedPerson[],
): Promise<Enrolment> {
  const { mailingListId } = run;
  await markMirrored(run, people);
  const enrolled = people.filter(isToBeEnrolled);
  if (mailingListId === null || run.dryRun || enrolled.length === 0) return { changed: false, refused: [] };
  const strangers = enrolled.filter(({ known }) => known.person.contact === null);
  const acquainted = enrolled.filter(({ known }) => known.person.contact !== null);
  const made = await bisect(strangers, (some) => createStrangers(run, mailingListId, some), isRecordError);
  const added = await bisect(acquainted, (some) => subscribe(run, mailingListId, some), isRecordError);
  return { changed: true, refused: [...made.refusals, ...added.refusals] };
}

/** An opt-out that only mirrors MailChimp is known as one before it is there (B9). */
async function markMirrored(run: AudienceRun, people: readonly SelectedPerson[]): Promise<void> {
  const mirrored = people.flatMap((one) => {
    const { binding, known } = one;
    const isMirror = binding !== null && isToBeEnrolled(one) && subscriptionOf(run, known).optOut;
    return isMirror && !binding.mirroredOptOut ? [{ ...binding, mirroredOptOut: true }] : [];
  });
  if (!run.dryRun) await run.store.bindings.save(mirrored);
}

/** Nobody is put on a mailing list against an opt-out (B25). */
function isToBeEnrolled({ known }: SelectedPerson): boolean {
  const { subscription, blacklisted } = known.person.consent;
  if (subscription === 'out' || blacklisted || known.member?.status === 'archived') return false;
  return (known.person.contact?.subscription ?? null) === null;
}

async function createStrangers(
  run: AudienceRun,
  mailingListId: number,
  people: readonly SelectedPerson[],
): Promise<void> {
  const { mappings, splitNames, tools } = await run.mapping();
  const values = people.map(({ known }) => known.person.odoo.values);
  await tools.related.loadLookups(mappings, values);
  const keys = people.map(({ known }) => known.address);
  const intentId = await run.store.intents.open({
    audienceId: run.audience.id,
    model: consentHolder.model,
    keys,
  });
  const drafts = people.map(({ record, known }) => {
    const to = {
      person: {},
      has: { [consentHolder.key]: true },
      splitNames,
    };
    const { records } = odooWrites(mappings, known.person.odoo.values, to, tools);
    return {
      values: { ...records[consentHolder.key], name: record.name, email: known.address },
      tagIds: tagsOf(known),
      subscription: subscriptionOf(run, known),
    };
  });
  try {
    await createContacts(run.odoo, mailingListId, drafts);
  } catch (error) {
    if (!isUnconfirmed(error)) throw error;
    await settleCreates(run, keys, run.clock.now());
  }
  await run.store.intents.close(intentId);
}

async function subscribe(
  run: AudienceRun,
  mailingListId: number,
  people: readonly SelectedPerson[],
): Promise<void> {
  const values = people.map(({ known }) => ({
    list_id: mailingListId,
    contact_id: known.person.contact?.id,
    ...subscriptionValues(run.odoo, subscriptionOf(run, known)),
  }));
  await createRecords(run.odoo.transport, run.odoo.capabilities.subscriptionModel, values);
}

function tagsOf({ person }: KnownRecord): number[] {
  return [...new Set(Object.values(person.sources).flatMap((record) => record?.tagIds ?? []))];
}

/** A member who may not be mailed is not opted in by having been a customer (B9). */
function subscriptionOf(run: AudienceRun, { member }: KnownRecord): SubscriptionDraft {
  const mayBeMailed = member === null || member.status === 'subscribed';
  return { optOut: !mayBeMailed, optOutDate: mayBeMailed ? null : toOdooDate(run.clock.now()) };
}
