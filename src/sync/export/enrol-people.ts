import {
  foretoldEntry,
  newSubscription,
  settleMade,
  type MadeSubscription,
} from '../../consent/new-subscription.js';
import { writeDown } from '../../consent/write-down.js';
import { odooWrites } from '../../core/mapping/odoo-writes.js';
import { consentHolder, isSource } from '../../objects/registry.js';
import { createContacts } from '../../odoo/people/create-contacts.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import { subscriptionValues, type SubscriptionDraft } from '../../odoo/people/subscription-draft.js';
import { createRecords } from '../../odoo/records/create-records.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { bisect } from '../../support/bisect.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { boundConsentRun } from '../consent/consent-pass.js';
import { alikeRefusals } from '../alike-refusals.js';
import { seenConsent } from '../people/seen-member.js';
import { decidePerson, seenPerson } from '../people/person-consent.js';
import { isUnconfirmed, settleCreates } from '../people/settle-creates.js';
import type { KnownMember, KnownPerson } from '../people/known-person.js';
import type { AudienceRun } from '../run/audience-run.js';
import type { ExportRequest } from './export-request.js';
import type { RecordPlan } from './plan-records.js';

/** Somebody who is a member, and the record that was exported. */
export interface EnrolledPerson {
  record: SelectedRecord;
  known: KnownMember;
}

export interface Enrolment {
  /** Something was made, or may have been: the people have to be read again. */
  changed: boolean;
  /** By id of the record. */
  refused: ReadonlyMap<number, RecordError>;
}

/**
 * Members whose records are exported become mailing contacts, and get a subscription on the audience's mailing list, so
 * that mailing list and audience agree (B16). Whoever is subscribed is opted in, and all others are opted out (B9, B47).
 * @param options.isLast a lost answer ends the work; before that it is looked into, and who is left is to be tried again
 */
export async function enrolPeople(
  run: AudienceRun,
  people: readonly EnrolledPerson[],
  { isLast }: { isLast: boolean },
): Promise<Enrolment> {
  const { mailingListId } = run;
  if (mailingListId === null || people.length === 0) return { changed: false, refused: new Map() };
  const withoutContact = people.filter(({ known }) => known.person.contact === null);
  const withContact = people.filter(({ known }) => known.person.contact !== null);
  await foretell(run, withContact, mailingListId);
  const made = await bisect(
    withoutContact,
    (some) => makeContacts(run, mailingListId, some, isLast),
    isRecordError,
    alikeRefusals,
  );
  const join = (some: readonly EnrolledPerson[]) => subscribe(run, mailingListId, some);
  const added = await bisect(withContact, join, isRecordError, alikeRefusals);
  const refused = new Set(added.refusals.map(({ item }) => item));
  await settle(
    run,
    withContact.filter((one) => !refused.has(one)),
    (_, { person }) => person.contact?.id,
  );
  const refusals = [...made.refusals, ...added.refusals];
  return { changed: true, refused: new Map(refusals.map(({ item, error }) => [item.record.id, error])) };
}

/** An opt-out that only mirrors MailChimp is known as one before it is there (B9). */
async function foretell(
  run: AudienceRun,
  people: readonly EnrolledPerson[],
  mailingListId: number,
): Promise<void> {
  const entries = people.flatMap(({ known }): KeptEntry[] => {
    const contactId = known.person.contact?.id;
    if (contactId === undefined) return [];
    const made = madeSubscription(run, known, contactId);
    return [foretoldEntry({ ...made, audienceId: run.audience.id, mailingListId })];
  });
  await run.store.consentLedger.save(entries);
}

async function makeContacts(
  run: AudienceRun,
  mailingListId: number,
  people: readonly EnrolledPerson[],
  isLast: boolean,
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
    if (!isUnconfirmed(error) || isLast) throw error;
    await settleCreates(run, keys, run.clock.now());
    return;
  }
  await run.store.intents.close(intentId);
}

/** Consent is to know at once which subscriptions were made for members (B46). */
async function settle(
  run: AudienceRun,
  people: readonly EnrolledPerson[],
  contactIdOf: (index: number, known: KnownPerson) => number | undefined,
): Promise<void> {
  const made = people.flatMap(({ known }, index): MadeSubscription[] => {
    const contactId = contactIdOf(index, known);
    return contactId === undefined ? [] : [madeSubscription(run, known, contactId)];
  });
  const records = await settleMade(boundConsentRun(run), made);
  await writeDown(run.store, records, run.journal.runNumber);
}

function madeSubscription({ config }: AudienceRun, known: KnownMember, contactId: number): MadeSubscription {
  const { member, entry: before } = known;
  const seen = { ...seenPerson(known), member: seenConsent(member) };
  const decision = decidePerson(known, config.policies);
  return { memberId: member.memberId, email: known.address, contactId, seen, before, decision };
}

async function subscribe(
  run: AudienceRun,
  mailingListId: number,
  people: readonly EnrolledPerson[],
): Promise<void> {
  const values = people.map(({ known }) => ({
    list_id: mailingListId,
    contact_id: known.person.contact?.id,
    ...subscriptionValues(run.odoo, subscriptionOf(run, known)),
  }));
  await createRecords(run.odoo.transport, run.odoo.capabilities.subscriptionModel, values);
}

function tagsOf({ person }: KnownPerson): number[] {
  return [...new Set(Object.values(person.sources).flatMap((record) => record?.tagIds ?? []))];
}

/** A member who may not be mailed is not opted in by having been a customer (B9). */
function subscriptionOf(run: AudienceRun, known: KnownPerson): SubscriptionDraft {
  return newSubscription(seenPerson(known), decidePerson(known, run.config.policies));
}

/** One whose record is exported and is to be on the mailing list as well, and is not yet (B16). */
export type EnrolledPlan = RecordPlan & { known: KnownPerson };

/** Nobody is put on a mailing list against an opt-out (B25). */
export function isToBeEnrolled(
  { model, mode }: Pick<ExportRequest, 'model' | 'mode'>,
  plan: RecordPlan,
): plan is EnrolledPlan {
  const { known, decision } = plan;
  if (!isSource(model) || mode === 'update' || known === null) return false;
  if (decision.outcome !== 'push' && decision.outcome !== 'unchanged') return false;
  const { contact, consent } = known.person;
  const isOut = consent.blacklisted || consent.subscriptions.some(({ optOut }) => optOut);
  if (isOut || known.member?.status === 'archived') return false;
  return (contact?.subscription ?? null) === null;
}
