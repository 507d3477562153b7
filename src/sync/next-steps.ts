import { consentHolder } from '../objects/registry.js';
import type { Person } from '../odoo/people/person.js';
import type { ExportRequest } from './export/export-request.js';
import { planRecords, type RecordPlan } from './export/plan-records.js';
import { plannedPush } from './export/planned-push.js';
import { planPage } from './import/import-page.js';
import { plannedChanges } from './import/planned-changes.js';
import type { SeenMember } from './people/seen-member.js';
import type { PlannedChange } from './run-summary.js';
import { skipReasonInWords } from './skip-reason.js';
import type { AudienceRun } from './sync-context.js';

/** What the next import and the next update would do for one person, in words (B44). */
export async function nextSteps(
  run: AudienceRun,
  member: SeenMember | null,
  person: Person,
): Promise<string[]> {
  return [...(await nextImport(run, member)), ...(await nextExport(run, person))];
}

async function nextImport(run: AudienceRun, member: SeenMember | null): Promise<string[]> {
  if (member === null) return [];
  const { plans, forgotten } = await planPage(run, {
    members: [member],
    full: false,
    interrupted: new Set(),
  });
  const [plan] = plans;
  if (forgotten.size > 0) return [skipped('import', 'forgotten')];
  if (plan === undefined) return ['import: nothing'];
  if (plan.skipped !== null) return [skipped('import', plan.skipped)];
  const changes = plannedChanges(plan).map(inWords);
  return changes.length === 0 ? ['import: nothing'] : changes.map((words) => `import: ${words}`);
}

const request: ExportRequest = {
  mode: 'export',
  model: consentHolder.model,
  selection: { by: 'all' },
  runId: null,
  scheduled: false,
};

async function nextExport(run: AudienceRun, { address, contacts }: Person): Promise<string[]> {
  const contact = contacts.find(({ subscription }) => subscription !== null);
  if (contact === undefined) return [];
  const record = { id: contact.id, name: contact.name, email: contact.email, address };
  const [planned] = await planRecords(run, request, [record], new Set());
  return planned === undefined ? [] : [`export: ${exportInWords(planned)}`];
}

function skipped(step: string, reason: string): string {
  return `${step}: skipped: ${skipReasonInWords(reason)}`;
}

function exportInWords({ plan, selected, record }: RecordPlan): string {
  switch (plan.outcome) {
    case 'skip':
      return `skipped: ${skipReasonInWords(plan.reason)}`;
    case 'push':
      return inWords(plannedPush({ plan, binding: selected?.binding ?? null, record }));
    case 'unchanged':
      return 'nothing';
    case 'failed':
      return `not possible: ${plan.description}`;
  }
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
