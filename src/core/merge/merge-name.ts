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
 * `Ana Maria | Sousa`): the same name split otherwise is no difference, and of a changed name all parts that differ
 * travel, so that no half of it meets half of the other side's.
 * @param rules null for the name of a customer, which MailChimp never writes
 */
export function mergeNameParts(
  parts: readonly NamePartState[],
  rules: NameRules | null,
): Map<string, Side | null> {
  const one = ({ state, policy }: NamePartState): Side | null =>
    rules === null ? mergeField(state, policy) : mergeName(state, policy, rules);
  const ways = new Map(parts.map((part) => [part.key, isSameAtFirst(parts, rules) ? null : one(part)]));
  const chosen = new Set([...ways.values()].filter((way) => way !== null));
  const [way] = chosen;
  if (way === undefined || chosen.size > 1) return ways;
  const before = nameOf(parts, ({ base }) => base.odoo);
  const wasSame = before !== null && before === nameOf(parts, ({ base }) => base.mailchimp);
  for (const part of parts) if (comesAlong(part, way, wasSame)) ways.set(part.key, way);
  return ways;
}

function isSameAtFirst(parts: readonly NamePartState[], rules: NameRules | null): boolean {
  if (rules?.override === true || rules?.isEmpty === true) return false;
  const isFirst = parts.every(({ state }) => isFirstMeeting(state));
  return isFirst && nameOf(parts, ({ odoo }) => odoo) === nameOf(parts, ({ mailchimp }) => mailchimp);
}

/** An empty part only where it was the other half of the same name: else it has nothing to say. */
function comesAlong({ state, policy }: NamePartState, way: Side, wasSame: boolean): boolean {
  if (policy.owner !== 'newest' && policy.owner !== way) return false;
  if (sameValue(state.odoo, state.mailchimp)) return false;
  return !isBlank(state[way]) || wasSame;
}

function nameOf(
  parts: readonly NamePartState[],
  valueOf: (state: FieldState) => FieldValue | undefined,
): string | null {
  const text = (wanted: 'first' | 'last'): string => {
    const found = parts.find(({ part }) => part === wanted);
    return found === undefined ? '' : textOf(valueOf(found.state));
  };
  return joinName({ first: text('first'), last: text('last') });
}
