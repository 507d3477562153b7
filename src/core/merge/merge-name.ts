import { isBlank, sameValue, textOf, type FieldValue } from '../field-value.js';
import { joinName } from '../person-name.js';
import { isFirstMeeting, mergeField, type FieldPolicy, type FieldState, type Side } from './merge-field.js';

export interface NameRules {
  /** `override_contact_name` (B2). */
  override: boolean;
  /** The mailing contact has no name. */
  isEmpty: boolean;
}

/**
 * The name of a mailing contact, or a part of it (B13): an empty Odoo name is filled either way; else MailChimp's
 * replaces it only where the option says so, and then already at the first meeting.
 */
export function mergeName(
  state: FieldState,
  policy: FieldPolicy,
  { override, isEmpty }: NameRules,
): Side | null {
  if (isEmpty && !isBlank(state.mailchimp)) return 'mailchimp';
  const replaces = override && isFirstMeeting(state) && !isBlank(state.mailchimp);
  const way = mergeField(state, replaces ? { ...policy, owner: 'mailchimp' } : policy);
  return way === 'mailchimp' && !override ? null : way;
}

export interface NamePartState {
  key: string;
  part: 'first' | 'last';
  state: FieldState;
  policy: FieldPolicy;
}

/**
 * The parts of one name, by key. Odoo keeps one name, and need not split it as MailChimp does (`Ana | Maria Sousa`,
 * `Ana Maria | Sousa`). Where the two have last agreed on every part, each is merged for itself; else the name is
 * merged as a whole, so that no half of it meets half of the other side's.
 * @param rules null for the name of a customer, which MailChimp never writes
 */
export function mergeNameParts(
  parts: readonly NamePartState[],
  rules: NameRules | null,
): Map<string, Side | null> {
  const isOneOwner = new Set(parts.map(({ policy }) => policy.owner)).size === 1;
  return isOneOwner && !parts.every(isSplitAlike) ? mergeWhole(parts, rules) : mergeEach(parts, rules);
}

function isSplitAlike({ state: { base } }: NamePartState): boolean {
  if (base.odoo === undefined || base.mailchimp === undefined) return base.odoo === base.mailchimp;
  return sameValue(base.odoo, base.mailchimp);
}

function mergeEach(parts: readonly NamePartState[], rules: NameRules | null): Map<string, Side | null> {
  if (isSameAtFirst(parts, rules)) return new Map(parts.map(({ key }) => [key, null]));
  const ways = new Map(parts.map(({ key, state, policy }) => [key, merge(state, policy, rules)]));
  if (![...ways.values()].includes('mailchimp')) return ways;
  for (const { key, state } of parts) if (isEqual(state)) ways.set(key, 'mailchimp');
  return ways;
}

function mergeWhole(parts: readonly NamePartState[], rules: NameRules | null): Map<string, Side | null> {
  const [first] = parts;
  const whole = wholeOf(parts);
  const way = first === undefined ? null : merge({ ...first.state, ...whole }, first.policy, rules);
  const wasSame = whole.base.odoo !== '' && whole.base.odoo === whole.base.mailchimp;
  const travels = ({ state }: NamePartState): boolean => {
    if (way === null || isEqual(state)) return way === 'mailchimp';
    // An empty part only where it was the other half of the same name: else it has nothing to say.
    return !isBlank(state[way]) || wasSame;
  };
  return new Map(parts.map((part) => [part.key, travels(part) ? way : null]));
}

function merge(state: FieldState, policy: FieldPolicy, rules: NameRules | null): Side | null {
  return rules === null ? mergeField(state, policy) : mergeName(state, policy, rules);
}

/** Written anew, a name may be split otherwise in Odoo: what an equal part reads then is to be known, too. */
function isEqual({ odoo, mailchimp }: FieldState): boolean {
  return sameValue(odoo, mailchimp);
}

/** The same name split otherwise is no difference, unless MailChimp's is to replace it. */
function isSameAtFirst(parts: readonly NamePartState[], rules: NameRules | null): boolean {
  if (rules?.override === true || rules?.isEmpty === true) return false;
  const { odoo, mailchimp } = wholeOf(parts);
  return odoo === mailchimp && parts.every(({ state }) => isFirstMeeting(state));
}

/** The name all parts make up; its base is there when that of every part is. */
function wholeOf(parts: readonly NamePartState[]): Pick<FieldState, 'odoo' | 'mailchimp' | 'base'> {
  const joined = (valueOf: (state: FieldState) => FieldValue | undefined): string | undefined => {
    const texts = new Map(parts.map(({ part, state }) => [part, valueOf(state)]));
    if ([...texts.values()].includes(undefined)) return undefined;
    return joinName({ first: textOf(texts.get('first')), last: textOf(texts.get('last')) }) ?? '';
  };
  return {
    odoo: joined(({ odoo }) => odoo) ?? '',
    mailchimp: joined(({ mailchimp }) => mailchimp) ?? '',
    base: { odoo: joined(({ base }) => base.odoo), mailchimp: joined(({ base }) => base.mailchimp) },
  };
}
