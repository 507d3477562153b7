import type { AskedStatus, ConsentPolicies } from '../../consent/decide.js';
import { emailKey, isBlank, type FieldValues } from '../../core/field-value.js';
import type { FieldMapping } from '../../core/mapping/field-mapping.js';
import { isManaged, type TagDelta } from '../../core/tags.js';
import type { KnownPerson } from '../people/known-person.js';
import { mergePerson, type MergeRules, type PersonMerge } from '../people/merge-person.js';
import { hasRecords } from '../people/person-view.js';
import { decidePerson } from '../people/person-consent.js';

export interface ExportRules extends MergeRules {
  mode: 'export' | 'update';
  /** The records are named one by one, which is the only way back for who was taken out in Odoo (B48). */
  isExplicit: boolean;
  policies: ConsentPolicies;
}

/** What an export says of the status: an update says nothing (B26), and nobody is unsubscribed by it (B45). */
export type ExportConsent =
  | { action: 'create'; statusIfNew: AskedStatus }
  | { action: 'update' }
  | { action: 'resubscribe'; status: AskedStatus };

export interface Push {
  /** The member's new address, null when it keeps the old one. */
  renameTo: string | null;
  /** By key: merge fields, interests and permissions. */
  values: FieldValues;
  tags: TagDelta;
}

export type SkipReason =
  'no_address' | 'opted_out' | 'archived' | 'not_a_member' | 'refused_before' | 'forgotten' | 'taken_out';

/** What an export does for one person; nothing of it has been done yet. */
export type ContactDecision = {
  /** Null for one who is no member yet, or can't be looked at. */
  merge: PersonMerge | null;
} & (
  | { outcome: 'skip'; reason: SkipReason }
  | { outcome: 'unchanged' }
  | { outcome: 'failed'; code: string; description: string }
  /** `unfit`: which values stay back, and why; all else of the record is sent (B61). */
  | { outcome: 'push'; consent: ExportConsent; push: Push; unfit?: string }
);

/** B16, B17, B24–B26: pure, so that every combination can be tested without a server. */
export function planContact(known: KnownPerson, rules: ExportRules): ContactDecision {
  const { member, person } = known;
  const { newMember, toMailchimp, takenOut } = decidePerson(known, rules.policies);
  if (member === null) return planNewMember(known, newMember, rules);
  const merge = mergePerson({ ...known, member }, rules, hasRecords(person));
  if (takenOut && rules.mode === 'export' && !rules.isExplicit)
    return { merge, outcome: 'skip', reason: 'taken_out' };
  if (typeof toMailchimp !== 'string')
    return planKnown(known, merge, { action: 'resubscribe', status: toMailchimp.ask });
  if (member.status === 'archived') return { merge, outcome: 'skip', reason: 'archived' };
  return planKnown(known, merge, { action: 'update' });
}

function planKnown(known: KnownPerson, merge: PersonMerge, consent: ExportConsent): ContactDecision {
  const push = pushOf(known, merge);
  if (push.renameTo !== null && known.addressTaken) return { merge, ...conflict(push.renameTo) };
  const { fit, unfit } = fitValues(known, push.values);
  const isNothing = consent.action === 'update' && isEmpty({ ...push, values: fit });
  if (unfit !== null && isNothing) return { merge, ...refused(unfit) };
  if (isNothing) return { merge, outcome: 'unchanged' };
  return { merge, outcome: 'push', consent, push: { ...push, values: fit }, ...told(unfit) };
}

function planNewMember(
  known: KnownPerson,
  statusIfNew: AskedStatus | null,
  rules: ExportRules,
): ContactDecision {
  const base = { merge: null };
  if (rules.mode === 'update') return { ...base, outcome: 'skip', reason: 'not_a_member' };
  if (statusIfNew === null) return { ...base, outcome: 'skip', reason: 'opted_out' };
  return planCreate(known, statusIfNew, rules);
}

/** One who becomes a member, with every value and tag there is. */
export function planCreate(
  known: KnownPerson,
  statusIfNew: AskedStatus,
  rules: Pick<ExportRules, 'mappings' | 'managedTags'>,
): ContactDecision {
  const base = { merge: null };
  const values = Object.fromEntries(
    rules.mappings.flatMap(({ key }) => {
      const value = known.person.odoo.values[key];
      return value === undefined || isBlank(value) || value === false ? [] : [[key, value]];
    }),
  );
  const { fit, unfit } = fitValues(known, values);
  // MailChimp makes no member without a required field (mailchimp-api §5.4, rule 11).
  if (unfit !== null && rules.mappings.some((line) => isRequired(line) && values[line.key] !== fit[line.key]))
    return { ...base, ...refused(unfit) };
  const add = known.person.tags.filter((name) => isManaged(name, rules.managedTags));
  const push = { renameTo: null, values: fit, tags: { add, remove: [] } };
  return { ...base, outcome: 'push', consent: { action: 'create', statusIfNew }, push, ...told(unfit) };
}

/** The member's new address that an export asks for; null when it keeps the old one (B17). */
export function newAddressOf(known: KnownPerson, rules: MergeRules): string | null {
  const { member, person } = known;
  if (member === null) return null;
  return pushOf(known, mergePerson({ ...known, member }, rules, hasRecords(person))).renameTo;
}

function pushOf({ movedTo }: KnownPerson, merge: PersonMerge): Push {
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

/**
 * MailChimp refuses a member for one wrong value (mailchimp-api §5.4, rule 11): so those it has no form for stay back, and
 * are told by name (B61).
 */
function fitValues({ person }: KnownPerson, values: FieldValues): { fit: FieldValues; unfit: string | null } {
  const { values: inOdoo, unfit } = person.odoo;
  const isFit = ([key]: [string, unknown]): boolean => !unfit.has(key);
  const words = Object.keys(values).flatMap((key) => {
    const reason = unfit.get(key);
    return reason === undefined ? [] : [`${key} ${JSON.stringify(inOdoo[key])} ${reason}`];
  });
  const fit = Object.fromEntries(Object.entries(values).filter(isFit));
  return { fit, unfit: words.length === 0 ? null : words.join('; ') };
}

const refused = (description: string) => ({ outcome: 'failed', code: 'mapping.value', description }) as const;

const told = (unfit: string | null): { unfit?: string } => (unfit === null ? {} : { unfit });

const isRequired = ({ target }: FieldMapping): boolean => target.kind === 'merge_field' && target.required;

function isEmpty({ renameTo, values, tags }: Push): boolean {
  return renameTo === null && Object.keys(values).length + tags.add.length + tags.remove.length === 0;
}
