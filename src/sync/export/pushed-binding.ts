import { rememberedOptOut } from '../../core/consent/remembered-opt-out.js';
import { fingerprint } from '../../core/fingerprint.js';
import { memberValues } from '../../core/mapping/member-values.js';
import { applyTagDelta, isManaged } from '../../core/tags.js';
import type { SyncBase } from '../../core/sync-base.js';
import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';
import { importRules } from '../import/import-rules.js';
import { memberFingerprint } from '../import/plan-member.js';
import type { AudienceRun } from '../sync-context.js';
import { seenMember } from '../people/seen-member.js';
import type { ExportItem } from './export-item.js';

/** The binding after MailChimp has confirmed a push: what both sides now agree on. */
export function pushedBinding(run: AudienceRun, item: ExportItem, member: Member): Binding {
  const { known } = item.plan;
  const base = agreedBase(run, item, member);
  return {
    ...seenMember(run.audience.id, member, item.binding ?? undefined),
    contactId: known.person.contact?.id ?? null,
    mirroredOptOut: item.plan.consent.action === 'update' && item.binding?.mirroredOptOut === true,
    memberFingerprint: isAsPushed(run, base, member) ? memberFingerprint(member, importRules(run)) : null,
    contactFingerprint: fingerprint({ values: known.values, tags: known.tags, optedOut: base.optedOut }),
    base: { ...base },
    pushedAt: run.clock.now().toISOString(),
    error: null,
  };
}

function agreedBase(run: AudienceRun, item: ExportItem, member: Member): SyncBase {
  const { known, push, consent } = item.plan;
  const answered = memberValues(run.fields, member.mergeFields);
  const { subscription, blacklisted } = known.person.consent;
  return {
    email: member.email.toLowerCase(),
    status: member.status,
    odoo: known.values,
    mailchimp: known.base === null && consent.action === 'create' ? answered : written(item, answered),
    tags: applyTagDelta(known.base?.tags ?? [], push.tags),
    optedOut: rememberedOptOut({
      optedOut: subscription === 'out' || blacklisted,
      status: member.status,
      before: known.base?.optedOut ?? false,
    }),
  };
}

/** Only what was pushed is agreed; anything else MailChimp holds is still to be imported. */
function written(
  { plan: { known, push } }: ExportItem,
  answered: SyncBase['mailchimp'],
): SyncBase['mailchimp'] {
  const pushed = Object.keys(push.mergeFields).map((tag) => [tag, answered[tag] ?? ''] as const);
  return { ...known.base?.mailchimp, ...Object.fromEntries(pushed) };
}

/** Whether the member holds nothing beyond what the two sides agreed on; if so an import has nothing to bring (B34). */
function isAsPushed(run: AudienceRun, base: SyncBase, member: Member): boolean {
  if ((member.status === 'subscribed') === base.optedOut) return false; // the two disagree on consent: due for an import
  const held = memberValues(run.fields, member.mergeFields);
  const agreed = Object.fromEntries(run.fields.map(({ tag }) => [tag, base.mailchimp[tag] ?? '']));
  return fingerprint(held) === fingerprint(agreed) && hasTags(run, base.tags, member);
}

function hasTags(run: AudienceRun, tags: readonly string[], member: Member): boolean {
  const held = member.tags.map(({ name }) => name).filter((name) => isManaged(name, run.audience.tags));
  return fingerprint(lowerCased(held)) === fingerprint(lowerCased(tags));
}

function lowerCased(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase()).sort();
}
