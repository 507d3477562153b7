import { consentHolder } from '../objects/registry.js';
import type { Person } from '../odoo/people/person.js';
import type { ExportRequest } from './export/export-request.js';
import { isPush, planRecords, type RecordPlan } from './export/plan-records.js';
import { plannedPush } from './export/planned-push.js';
import { planSeen } from './import/import-steps.js';
import { plannedChanges } from './import/planned-changes.js';
import type { SeenMember } from './people/seen-member.js';
import type { PlannedChange } from './run/run-summary.js';
import { skipReasonInWords } from './skip-reason.js';
import type { OpenAudience } from './run/audience-run.js';

/** What the next import and the next update would do for one person, in words (B44). */
export async function nextSteps(
  run: OpenAudience,
  member: SeenMember | null,
  person: Person,
): Promise<string[]> {
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
