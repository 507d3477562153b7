import type { ConsentHistory } from '../../core/consent/decide-import.js';
import { decideExport, type ExportConsent, type ExportPolicies } from '../../core/consent/decide-export.js';
import { changedFields, filledFields } from '../../core/mapping/changed-fields.js';
import type { MemberStatus } from '../../core/member-status.js';
import type { FieldValues, SyncBase } from '../../core/sync-base.js';
import { isManaged, tagDelta, type ManagedTags, type TagDelta } from '../../core/tags.js';
import type { PersonView } from '../people/person-view.js';

/** One person of the selection and the member they are, as far as both sides and the store know. */
export interface KnownPerson {
  /** Lower case; where the member is or will be. */
  address: string;
  person: PersonView;
  /** What Odoo holds, by merge tag. */
  values: FieldValues;
  /** Tag names on the Odoo side. */
  tags: string[];
  /** The member's status as last seen; null when the address is no member. */
  status: MemberStatus | null;
  base: SyncBase | null;
  history: ConsentHistory | null;
  /** Another member already has this address (B17). */
  addressTaken: boolean;
}

export interface ExportRules {
  mode: 'export' | 'update';
  policies: ExportPolicies;
  managedTags: ManagedTags;
}

export type SkipReason = 'opted_out' | 'archived' | 'not_a_member';

/** What an export sends for one person; nothing of it has been sent yet. */
export type ContactPlan = { known: KnownPerson } & (
  | { outcome: 'skip'; reason: SkipReason }
  | { outcome: 'unchanged' }
  | { outcome: 'conflict' }
  | { outcome: 'push'; consent: Exclude<ExportConsent, { action: 'skip' }>; push: Push }
);

export interface Push {
  /** The member's new address, null when it keeps the old one. */
  renameTo: string | null;
  mergeFields: FieldValues;
  tags: TagDelta;
}

/** B16, B17, B24–B26: pure, so that every combination can be tested without a server. */
export function planContact(known: KnownPerson, rules: ExportRules): ContactPlan {
  const consent = decideExport(known.status, known.person.consent, known.history, rules.policies);
  if (consent.action === 'skip')
    return { known, outcome: 'skip', reason: skipReason(consent.reason, rules.mode) };
  if (consent.action === 'create' && rules.mode === 'update')
    return { known, outcome: 'skip', reason: 'not_a_member' };
  const push = planPush(known, rules);
  if (push.renameTo !== null && known.addressTaken) return { known, outcome: 'conflict' };
  if (consent.action === 'update' && isEmpty(push)) return { known, outcome: 'unchanged' };
  return { known, outcome: 'push', consent, push };
}

function skipReason(reason: SkipReason, mode: ExportRules['mode']): SkipReason {
  return mode === 'update' && reason === 'opted_out' ? 'not_a_member' : reason;
}

function planPush({ address, values, tags, status, base }: KnownPerson, rules: ExportRules): Push {
  const managed = tags.filter((name) => isManaged(name, rules.managedTags));
  const agreed = base?.tags ?? [];
  return {
    renameTo: status !== null && base !== null && base.email !== address ? address : null,
    mergeFields: filledFields(changedFields(values, base?.odoo ?? null)),
    tags: tagDelta({ base: agreed, source: managed, target: agreed, managed: rules.managedTags }),
  };
}

function isEmpty({ renameTo, mergeFields, tags }: Push): boolean {
  return renameTo === null && Object.keys(mergeFields).length + tags.add.length + tags.remove.length === 0;
}
