import type { ObjectType } from '../objects/object-type.js';
import { sourcesOfPeople, usualSource, consentHolder } from '../objects/registry.js';
import type { Member } from '../mailchimp/member.js';
import { readPeople } from '../odoo/people/read-people.js';
import type { Person } from '../odoo/people/person.js';
import type { ExportFailure } from '../store/export-failures.js';
import type { Binding } from '../store/binding.js';
import { subscriberHash } from '../mailchimp/subscriber-hash.js';
import { consentEvents } from './consent-report.js';
import { openTroubled } from './run/open-audience.js';
import { seeMembers } from './people/see-members.js';
import type { SeenMember } from './people/seen-member.js';
import type { PersonReport } from './person-report.js';
import { requireAddress } from './require-address.js';
import type { OpenAudience } from './run/audience-run.js';
import type { AudienceConfig, SyncContext } from './sync-context.js';
import type { ExportRequest } from './export/export-request.js';
import { isPush, planRecords, type RecordPlan } from './export/plan-records.js';
import { plannedPush } from './export/planned-push.js';
import { planSeen } from './import/import-steps.js';
import { plannedChanges } from './import/planned-changes.js';
import type { PlannedChange } from './run/run-summary.js';
import { skipReasonInWords } from './skip-reason.js';

/** Everything known of one address on both sides, and what the next runs would do (B44). Writes nothing. */
export async function showContact(context: SyncContext, email: string): Promise<PersonReport> {
  const address = requireAddress(email);
  const failures = await context.store.exportFailures.byEmail(address);
  const views = await Promise.all(
    context.config.audiences.map((audience) => view(context, audience, { address, failures })),
  );
  const [first] = views;
  const person = first?.person;
  const tags = await first?.open.tags();
  return {
    email: address,
    blacklisted: person?.blacklisted ?? false,
    contacts: (person?.contacts ?? []).map(({ id, name, email: typed, tagIds }) => {
      return { id, name, email: typed, tags: tags?.names(tagIds) ?? [] };
    }),
    customers: (person?.sources[usualSource.key] ?? []).map(({ id, name }) => ({ id, name })),
    sources: otherSources(views),
    history: await consentEvents(context.store, address),
    audiences: views.map(({ report }) => report),
  };
}

/** Records of other kinds, which not every audience has to do with. */
function otherSources(views: readonly View[]): PersonReport['sources'] {
  const found = views.flatMap(({ person }) =>
    sourcesOfPeople
      .filter((type) => type !== usualSource)
      .flatMap(({ key, model }) =>
        (person.sources[key] ?? []).map(({ id, name }): [string, PersonReport['sources'][number]] => [
          `${model},${id}`,
          { model, id, name },
        ]),
      ),
  );
  return [...new Map(found).values()];
}

interface View {
  open: OpenAudience;
  person: Person;
  report: PersonReport['audiences'][number];
}

async function view(
  context: SyncContext,
  audience: AudienceConfig,
  { address, failures }: { address: string; failures: readonly ExportFailure[] },
): Promise<View> {
  const { open } = await openTroubled(context, audience, { dryRun: true });
  const [binding] = await open.store.bindings.byHashes(audience.id, [subscriberHash(address)]);
  const [people, member, forgotten] = await Promise.all([
    readPeople(open.odoo, {
      addresses: [address],
      contactIds: [],
      mailingListId: open.mailingListId,
      contactFields: [],
      sources: sourcesOf(open, binding).map((type) => ({ type, ids: [], fields: [] })),
    }),
    open.mailchimp.members.get(audience.id, subscriberHash(address)),
    open.store.forgotten.among(audience.id, [address]),
  ]);
  const person = people.byAddress(address);
  const known = await context.store.audiences.get(audience.id);
  return {
    open,
    person,
    report: {
      id: audience.id,
      name: known?.name ?? audience.id,
      member: member === null ? null : memberReport(member),
      subscription: subscriptionReport(person),
      forgotten_at: forgotten.get(address)?.at ?? null,
      taken_out: await isTakenOut(open, binding, person),
      ...lastContact(binding),
      refused: failures.filter(({ audienceId }) => audienceId === audience.id).map(refusalReport),
      next: await nextSteps(open, await seenOrNull(open, member), person),
    },
  };
}

/** What the audience has to do with, and what was exported to it by hand. */
function sourcesOf({ types }: OpenAudience, binding: Binding | undefined): ObjectType[] {
  const linked = Object.keys(binding?.records ?? {});
  return sourcesOfPeople.filter((type) => types.includes(type) || linked.includes(type.model));
}

/** Whoever stands on the mailing list again is not, whatever was noticed before. */
async function isTakenOut(
  { store, audience }: OpenAudience,
  binding: Binding | undefined,
  { contacts }: Person,
): Promise<boolean> {
  if (binding === undefined || contacts.some(({ subscription }) => subscription !== null)) return false;
  const ledger = await store.consentLedger.of(audience.id, [binding.memberId]);
  return ledger.get(binding.memberId)?.entry.takenOut ?? false;
}

async function seenOrNull(open: OpenAudience, member: Member | null): Promise<SeenMember | null> {
  const [seen] = member === null ? [] : await seeMembers(open, [member]);
  return seen ?? null;
}

function memberReport(member: Member): NonNullable<View['report']['member']> {
  const tags = member.tags.map(({ name }) => name);
  return { status: member.status, tags, merge_fields: member.mergeFields, last_changed: member.lastChanged };
}

/** An opt-out on any contact of the address counts (B15). */
function subscriptionReport({ contacts }: Person): View['report']['subscription'] {
  const subscriptions = contacts.flatMap(({ subscription }) => (subscription === null ? [] : [subscription]));
  const decisive = subscriptions.find(({ optOut }) => optOut) ?? subscriptions[0];
  return decisive === undefined ? null : { opt_out: decisive.optOut, opt_out_date: decisive.optOutDate };
}

function refusalReport(failure: ExportFailure): View['report']['refused'][number] {
  const { model, recordId: id, code, description: message, failedAt: at, attempts, retryAt } = failure;
  return { model, id, code, message, at, attempts, retry_at: retryAt };
}

function lastContact(
  binding: Binding | undefined,
): Pick<View['report'], 'pulled_at' | 'pushed_at' | 'last_error'> {
  const error = binding?.error ?? null;
  return {
    pulled_at: binding?.pulledAt ?? null,
    pushed_at: binding?.pushedAt ?? null,
    last_error: error === null ? null : { code: error.code, message: error.message, at: error.at },
  };
}

/** What the next import and the next update would do for one person, in words (B44). */
async function nextSteps(run: OpenAudience, member: SeenMember | null, person: Person): Promise<string[]> {
  return [...(await nextImport(run, member)), ...(await nextExport(run, person))];
}

async function nextImport(run: OpenAudience, member: SeenMember | null): Promise<string[]> {
  if (member === null) return [];
  const page = { members: [], odd: [], mark: null, phase: '', totalItems: 0 };
  const open = { ...run, interrupted: new Set<string>() };
  const { plans, passedOver } = await planSeen(open, [member], { full: false, page });
  const [plan] = plans;
  const reason = plan?.skipped ?? passedOver[0] ?? null;
  if (reason !== null) return [`import: skipped: ${skipReasonInWords(reason)}`];
  if (plan === undefined) return ['import: nothing'];
  const changes = plannedChanges(plan).map(inWords);
  return changes.length === 0 ? ['import: nothing'] : changes.map((words) => `import: ${words}`);
}

const request: ExportRequest = {
  mode: 'export',
  model: consentHolder.model,
  selection: { by: 'all' },
  scheduled: false,
};

async function nextExport(run: OpenAudience, { address, contacts }: Person): Promise<string[]> {
  const contact = contacts.find(({ subscription }) => subscription !== null);
  if (contact === undefined) return [];
  const record = { id: contact.id, name: contact.name, email: contact.email, address };
  const [planned] = await planRecords(run, request, [record], new Set());
  return planned === undefined ? [] : [`export: ${exportInWords(planned)}`];
}

function exportInWords(plan: RecordPlan): string {
  if (isPush(plan)) return inWords(plannedPush(plan));
  const { decision } = plan;
  if (decision.outcome === 'skip') return `skipped: ${skipReasonInWords(decision.reason)}`;
  return decision.outcome === 'failed' ? `not possible: ${decision.description}` : 'nothing';
}

function inWords({ action, changes }: PlannedChange): string {
  const details = Object.entries(changes).map(
    ([what, { from, to }]) => `${what} ${show(from)} → ${show(to)}`,
  );
  return [action.replace('_', ' '), details.join(', ')].filter((part) => part !== '').join(': ');
}

function show(value: unknown): string {
  if (value === null || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
