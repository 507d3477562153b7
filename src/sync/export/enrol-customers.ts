import { newSubscription, settleMade, type MadeSubscription } from '../../consent/new-subscription.js';
import { odooWrites } from '../../core/mapping/odoo-writes.js';
import { consentHolder, isSource } from '../../objects/registry.js';
import { createContacts } from '../../odoo/people/create-contacts.js';
import { subscriptionValues, type SubscriptionDraft } from '../../odoo/people/subscription-draft.js';
import { createRecords } from '../../odoo/records/create-records.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { bisect } from '../../support/bisect.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { boundConsentRun } from '../consent/consent-pass.js';
import { seenConsent } from '../people/seen-member.js';
import { decidePerson, seenPerson } from '../people/person-consent.js';
import { isUnconfirmed, settleCreates } from '../people/settle-creates.js';
import type { KnownPerson } from '../people/known-person.js';
import type { AudienceRun } from '../run/audience-run.js';
import type { ExportRequest } from './export-request.js';
import { planRecords, type RecordPlan } from './plan-records.js';

type AddressedPlan = RecordPlan & { known: KnownPerson };

const attempts = 3;

/**
 * Sources of people that are exported become mailing contacts first, and get a subscription on the audience's mailing
 * list, so that mailing list and audience agree (B16); whoever Odoo refuses is not exported. Those that were enrolled
 * are planned anew.
 */
export async function enrolFirst(
  run: AudienceRun,
  request: ExportRequest,
  plans: readonly RecordPlan[],
): Promise<readonly RecordPlan[]> {
  if (!isSource(request.model) || request.mode === 'update') return plans;
  const isOpen = ({ decision }: RecordPlan): boolean =>
    decision.outcome === 'push' || decision.outcome === 'unchanged';
  const done = plans.filter((plan) => !isOpen(plan));
  let open = plans.filter(isOpen);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { changed, refused } = await enrol(run, open);
    if (!changed) break;
    done.push(...open.flatMap((plan) => refusedPlan(plan, refused) ?? []));
    const left = open.filter(({ record }) => !refused.has(record.id)).map(({ record }) => record);
    open = await planRecords(run, request, left, new Set());
  }
  return [...done, ...open];
}

function refusedPlan(plan: RecordPlan, refused: ReadonlyMap<number, RecordError>): RecordPlan | null {
  const error = refused.get(plan.record.id);
  if (error === undefined) return null;
  const { code, message: description } = error;
  return { ...plan, decision: { merge: null, outcome: 'failed', code, description } };
}

interface Enrolment {
  /** Something was made, or may have been: the people have to be read again. */
  changed: boolean;
  /** By id of the record. */
  refused: ReadonlyMap<number, RecordError>;
}

async function enrol(run: AudienceRun, plans: readonly RecordPlan[]): Promise<Enrolment> {
  const { mailingListId } = run;
  const enrolled = plans.filter(isToBeEnrolled);
  if (mailingListId === null || enrolled.length === 0) return { changed: false, refused: new Map() };
  const withoutContact = enrolled.filter(({ known }) => known.person.contact === null);
  const withContact = enrolled.filter(({ known }) => known.person.contact !== null);
  await foretell(run, withContact, mailingListId);
  const made = await bisect(withoutContact, (some) => makeContacts(run, mailingListId, some), isRecordError);
  const added = await bisect(withContact, (some) => subscribe(run, mailingListId, some), isRecordError);
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
  people: readonly AddressedPlan[],
  mailingListId: number,
): Promise<void> {
  const entries = people.flatMap(({ known }): KeptEntry[] => {
    const { entry, binding } = known;
    const contactId = known.person.contact?.id;
    if (binding === null || entry === null || contactId === undefined) return [];
    const { standing } = decidePerson(known, run.config.policies);
    const unseen = { subscriptionId: null, contactCreated: null, writtenAt: null };
    const rows = [...entry.rows, { ...unseen, contactId, mailingListId, standing, isForetold: true }];
    const { memberId } = binding;
    return [{ audienceId: run.audience.id, memberId, entry: { ...entry, rows }, due: true }];
  });
  await run.store.consentLedger.save(entries);
}

/** Nobody is put on a mailing list against an opt-out (B25). */
function isToBeEnrolled(plan: RecordPlan): plan is AddressedPlan {
  const { known } = plan;
  if (known === null) return false;
  const { subscriptions, blacklisted } = known.person.consent;
  const isOut = blacklisted || subscriptions.some(({ optOut }) => optOut);
  if (isOut || known.member?.status === 'archived') return false;
  return (known.person.contact?.subscription ?? null) === null;
}

async function makeContacts(
  run: AudienceRun,
  mailingListId: number,
  people: readonly AddressedPlan[],
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
  people: readonly AddressedPlan[],
  contactIdOf: (index: number, known: KnownPerson) => number | undefined,
): Promise<void> {
  const made = people.flatMap(({ known }, index): MadeSubscription[] => {
    const { member, entry: before, binding } = known;
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
  people: readonly AddressedPlan[],
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
