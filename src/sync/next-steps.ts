import type { Member } from '../mailchimp/member.js';
import type { Person } from '../odoo/people/person.js';
import { planContact } from './export/plan-contact.js';
import { plannedPush } from './export/planned-push.js';
import { readSelected } from './export/read-selected.js';
import { importRules } from './import/import-rules.js';
import { memberFingerprint, planMember } from './import/plan-member.js';
import { plannedChanges } from './import/planned-changes.js';
import { readKnown } from './import/read-known.js';
import type { PlannedChange } from './run-summary.js';
import type { AudienceRun } from './sync-context.js';

/** What the next import and the next update would do for one person, in words (B44). */
export async function nextSteps(run: AudienceRun, member: Member | null, person: Person): Promise<string[]> {
  return [...(await nextImport(run, member)), ...(await nextExport(run, person))];
}

async function nextImport(run: AudienceRun, member: Member | null): Promise<string[]> {
  if (member === null) return [];
  const rules = importRules(run);
  const bindings = await run.store.bindings.byMembers(run.audience.id, [member.contactId]);
  if (bindings[0]?.memberFingerprint === memberFingerprint(member, rules)) return ['import: nothing'];
  const [known] = await readKnown(
    run,
    [member],
    new Map(bindings.map((row) => [row.memberId, row])),
    new Set(),
  );
  if (known === undefined) return [];
  const plan = planMember(known, rules);
  if (plan.skipped !== null) return [`import: skipped (${plan.skipped})`];
  const changes = plannedChanges(plan).map(inWords);
  return changes.length === 0 ? ['import: nothing'] : changes.map((words) => `import: ${words}`);
}

async function nextExport(run: AudienceRun, { address, contacts }: Person): Promise<string[]> {
  const contact = contacts.find(({ subscription }) => subscription !== null);
  if (contact === undefined) return [];
  const record = { id: contact.id, name: contact.name, email: contact.email, address };
  const [selected] = await readSelected(run, 'mailing.contact', [record]);
  if (selected === undefined) return [];
  const rules = { mode: 'export', policies: run.config.policies, managedTags: run.audience.tags } as const;
  const plan = planContact(selected.known, rules);
  switch (plan.outcome) {
    case 'skip':
      return [`export: skipped (${plan.reason})`];
    case 'push':
      return [`export: ${inWords(plannedPush({ plan, binding: selected.binding, record }))}`];
    case 'unchanged':
      return ['export: nothing'];
    case 'conflict':
      return ['export: stopped, another member already has the address'];
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
