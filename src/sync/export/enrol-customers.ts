import { newSubscription, settleMade, type MadeSubscription } from '../../consent/new-subscription.js';
import { odooWrites } from '../../core/mapping/odoo-writes.js';
import { consentHolder } from '../../objects/registry.js';
import { createContacts } from '../../odoo/people/create-contacts.js';
import { subscriptionValues, type SubscriptionDraft } from '../../odoo/people/subscription-draft.js';
import { createRecords } from '../../odoo/records/create-records.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { bisect, type Refusal } from '../../support/bisect.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { boundConsentRun } from '../consent/consent-pass.js';
import { seenConsent } from '../people/seen-member.js';
import { decidePerson, seenPerson } from '../people/person-consent.js';
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
  const enrolled = people.filter(isToBeEnrolled);
  if (mailingListId === null || run.dryRun || enrolled.length === 0) return { changed: false, refused: [] };
  const strangers = enrolled.filter(({ known }) => known.person.contact === null);
  const acquainted = enrolled.filter(({ known }) => known.person.contact !== null);
  await foretell(run, acquainted, mailingListId);
  const made = await bisect(strangers, (some) => createStrangers(run, mailingListId, some), isRecordError);
  const added = await bisect(acquainted, (some) => subscribe(run, mailingListId, some), isRecordError);
  const refused = new Set(added.refusals.map(({ item }) => item));
  await settle(
    run,
    acquainted.filter((one) => !refused.has(one)),
    (_, { person }) => person.contact?.id,
  );
  return { changed: true, refused: [...made.refusals, ...added.refusals] };
}

/** An opt-out that only mirrors MailChimp is known as one before it is there (B9). */
async function foretell(
  run: AudienceRun,
  people: readonly SelectedPerson[],
  mailingListId: number,
): Promise<void> {
  const entries = people.flatMap(({ binding, known }): KeptEntry[] => {
    const { entry } = known;
    const contactId = known.person.contact?.id;
    if (binding === null || entry === null || contactId === undefined) return [];
    const { standing } = decidePerson(known, run.config.policies);
    const unseen = { subscriptionId: null, contactCreated: null, writtenAt: null };
    const rows = [...entry.rows, { ...unseen, contactId, mailingListId, standing }];
    const { memberId } = binding;
    return [{ audienceId: run.audience.id, memberId, entry: { ...entry, rows }, due: true }];
  });
  await run.store.consentLedger.save(entries);
}

/** Nobody is put on a mailing list against an opt-out (B25). */
function isToBeEnrolled({ known }: SelectedPerson): boolean {
  const { subscriptions, blacklisted } = known.person.consent;
  const isOut = blacklisted || subscriptions.some(({ optOut }) => optOut);
  if (isOut || known.member?.status === 'archived') return false;
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
    const ids = await createContacts(run.odoo, mailingListId, drafts);
    await settle(run, people, (index) => ids[index]);
  } catch (error) {
    // Who has got a contact is known as interrupted until a run has come to its end.
    if (!isUnconfirmed(error)) throw error;
    await settleCreates(run, keys, run.clock.now());
    return;
  }
  await run.store.intents.close(intentId);
}

/** Consent is to know at once which subscriptions were made for members (B46). */
async function settle(
  run: AudienceRun,
  people: readonly SelectedPerson[],
  contactIdOf: (index: number, known: KnownRecord) => number | undefined,
): Promise<void> {
  const made = people.flatMap(({ binding, known }, index): MadeSubscription[] => {
    const { member, entry: before } = known;
    const contactId = contactIdOf(index, known);
    if (binding === null || member === null || contactId === undefined) return [];
    const seen = { ...seenPerson(known), member: seenConsent(member) };
    const decision = decidePerson(known, run.config.policies);
    return [{ memberId: binding.memberId, contactId, seen, before, decision }];
  });
  await run.store.consentLedger.save(await settleMade(boundConsentRun(run), made));
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
function subscriptionOf(run: AudienceRun, known: KnownRecord): SubscriptionDraft {
  return newSubscription(seenPerson(known), decidePerson(known, run.config.policies));
}
