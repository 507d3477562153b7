import { decideExport, type ExportConsent, type ExportPolicies } from '../../core/consent/decide-export.js';
import { decideImport } from '../../core/consent/decide-import.js';
import { emailKey, isBlank, type FieldValues } from '../../core/field-value.js';
import { isManaged, type TagDelta } from '../../core/tags.js';
import type { KnownPerson } from '../people/known-person.js';
import { mergePerson, type MergeRules, type PersonMerge } from '../people/merge-person.js';
import { hasRecords } from '../people/person-view.js';
import { memberConsent, type SeenMember } from '../people/seen-member.js';

/** One person of the selection. */
export interface KnownRecord extends KnownPerson {
  /** Lower case; where the member is or will be. */
  address: string;
  /** The source and the address it has now, where it is the source that names the member (B17). */
  movedTo: { model: string; address: string } | null;
  /** Another member already has this address (B17). */
  addressTaken: boolean;
}

export interface ExportRules extends MergeRules {
  mode: 'export' | 'update';
  policies: ExportPolicies;
}

export type SkipReason = 'opted_out' | 'archived' | 'not_a_member' | 'refused_before';

export interface Push {
  /** The member's new address, null when it keeps the old one. */
  renameTo: string | null;
  /** By key: merge fields, interests and permissions. */
  values: FieldValues;
  tags: TagDelta;
}

/** What an export sends for one person; nothing of it has been sent yet. */
export type ContactPlan = { known: KnownRecord; merge: PersonMerge | null } & (
  | { outcome: 'skip'; reason: SkipReason }
  | { outcome: 'unchanged' }
  | { outcome: 'failed'; code: string; description: string }
  | { outcome: 'push'; consent: Exclude<ExportConsent, { action: 'skip' }>; push: Push }
);

const nothing: Push = { renameTo: null, values: {}, tags: { add: [], remove: [] } };

/** B16, B17, B24–B26: pure, so that every combination can be tested without a server. */
export function planContact(known: KnownRecord, rules: ExportRules): ContactPlan {
  const { member, person, history } = known;
  const decided = decideExport(member?.status ?? null, person.consent, history, rules.policies);
  if (member === null) return planNewMember(known, decided, rules);
  // A fresh opt-in of the person's own, which the next import brings to Odoo, is not to be undone (B25).
  const consent = decided.action === 'unsubscribe' && isOwnOptIn(known, member) ? update : decided;
  const merge = mergePerson({ ...known, member }, rules, hasRecords(person));
  if (consent.action === 'skip') return { known, merge, outcome: 'skip', reason: consent.reason };
  // An opt-out goes alone, so that nothing else about the person can keep it back (B25).
  if (consent.action === 'unsubscribe') return { known, merge, outcome: 'push', consent, push: nothing };
  return planKnown(known, merge, consent);
}

function planKnown(
  known: KnownRecord,
  merge: PersonMerge,
  consent: Exclude<ExportConsent, { action: 'skip' }>,
): ContactPlan {
  const push = pushOf(known, merge);
  if (push.renameTo !== null && known.addressTaken) return { known, merge, ...conflict(push.renameTo) };
  const unfit = unfitValues(known, Object.keys(push.values));
  if (unfit !== null) return { known, merge, ...unfit };
  if (consent.action === 'update' && isEmpty(push)) return { known, merge, outcome: 'unchanged' };
  return { known, merge, outcome: 'push', consent, push };
}

const update: ExportConsent = { action: 'update' };

function isOwnOptIn({ person, history }: KnownRecord, member: SeenMember): boolean {
  if (member.status !== 'subscribed' || person.consent.blacklisted) return false;
  return !decideImport(memberConsent(member), person.consent, history).optOut;
}

function planNewMember(known: KnownRecord, consent: ExportConsent, rules: ExportRules): ContactPlan {
  const base = { known, merge: null };
  if (rules.mode === 'update') return { ...base, outcome: 'skip', reason: 'not_a_member' };
  if (consent.action === 'skip') return { ...base, outcome: 'skip', reason: consent.reason };
  const values = Object.fromEntries(
    rules.mappings.flatMap(({ key }) => {
      const value = known.person.odoo.values[key];
      return value === undefined || isBlank(value) || value === false ? [] : [[key, value]];
    }),
  );
  const unfit = unfitValues(known, Object.keys(values));
  if (unfit !== null) return { ...base, ...unfit };
  const add = known.person.tags.filter((name) => isManaged(name, rules.managedTags));
  return { ...base, outcome: 'push', consent, push: { renameTo: null, values, tags: { add, remove: [] } } };
}

function pushOf({ movedTo }: KnownRecord, merge: PersonMerge): Push {
  const { [emailKey]: email, ...values } = merge.toMailchimp;
  const renameTo = typeof email === 'string' ? email : (movedTo?.address ?? null);
  return { renameTo, values, tags: merge.tagsToMailchimp };
}

function conflict(address: string) {
  return {
    outcome: 'failed',
    code: 'export.address_taken',
    description: `${address} is another member of this audience already; merge the two in MailChimp.`,
  } as const;
}

/** MailChimp refuses a member for one wrong value (mailchimp-api §5.4, rule 11); so does the bridge, by name. */
function unfitValues({ person }: KnownRecord, keys: readonly string[]) {
  const { values, unfit } = person.odoo;
  const words = keys.flatMap((key) => {
    const reason = unfit.get(key);
    return reason === undefined ? [] : [`${key} ${JSON.stringify(values[key])} ${reason}`];
  });
  if (words.length === 0) return null;
  return { outcome: 'failed', code: 'mapping.value', description: words.join('; ') } as const;
}

function isEmpty({ renameTo, values, tags }: Push): boolean {
  return renameTo === null && Object.keys(values).length + tags.add.length + tags.remove.length === 0;
}
