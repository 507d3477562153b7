import { z } from 'zod';
import { domainProblems } from '../../core/odoo-domain.js';
import { normalizeEmail } from '../../core/email-address.js';
import { fingerprint } from '../../core/fingerprint.js';
import { models } from '../../objects/registry.js';
import { ConfigurationError } from '../../support/errors.js';
import type { PlannedChange, RunSummary } from '../run/run-summary.js';

const selection = z.discriminatedUnion('by', [
  z.object({ by: z.literal('all') }),
  z.object({ by: z.literal('ids'), ids: z.array(z.int32().positive()) }),
  z.object({
    by: z.literal('emails'),
    emails: z.array(z.string().refine((text) => normalizeEmail(text) !== null)),
  }),
  z.object({
    by: z.literal('domain'),
    domain: z.array(z.unknown()).refine((domain) => domainProblems(domain).length === 0),
  }),
  z.object({ by: z.literal('pending') }),
]);

const audiences = z.array(z.string());

/** A command of the CLI that writes, with what it was asked. */
const requestSchema = z.discriminatedUnion('command', [
  z.object({ command: z.literal('members fetch'), audiences, full: z.boolean() }),
  z.object({
    command: z.enum(['contacts export', 'contacts update']),
    audiences,
    model: z.enum(models),
    selection,
  }),
  z.object({ command: z.enum(['auto-export', 'sync']), audiences }),
]);

const changeSchema = z.object({
  side: z.enum(['odoo', 'mailchimp']),
  action: z.enum(['create', 'update', 'opt_out', 'opt_in', 'blacklist', 'archive', 'remove']),
  email: z.string(),
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
});

const planSchema = z.object({
  version: z.literal(1),
  account: z.string(),
  made_at: z.string(),
  request: requestSchema,
  runs: z.array(z.object({ audience: z.string(), changes: z.array(changeSchema) })),
});

export type PlanRequest = z.output<typeof requestSchema>;
export type PlanFile = z.output<typeof planSchema>;

/** What a dry run found, to be looked at and then done exactly (B29). */
export function planFile(
  request: PlanRequest,
  { account, madeAt, runs }: { account: string; madeAt: Date; runs: readonly RunSummary[] },
): PlanFile {
  return {
    version: 1,
    account,
    made_at: madeAt.toISOString(),
    request,
    runs: runs.map(({ audience, plan = [] }) => ({ audience: audience ?? '', changes: plan })),
  };
}

/** @throws ConfigurationError `plan.unreadable` */
export function parsePlan(text: string): PlanFile {
  try {
    const plan = planSchema.parse(JSON.parse(text));
    // A value that is nested without end ends in want of stack here, and not halfway through the plan.
    for (const { changes } of plan.runs) changes.forEach(changeKey);
    return plan;
  } catch (cause) {
    throw new ConfigurationError('This is no plan the bridge has written', {
      code: 'plan.unreadable',
      hint: 'Make one with --plan FILE.',
      cause,
    });
  }
}

/** Equal for equal changes; a value that JSON can't hold counts as null. */
export function changeKey(change: PlannedChange): string {
  return fingerprint(JSON.parse(JSON.stringify(change)));
}
