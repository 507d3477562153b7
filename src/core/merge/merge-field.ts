import { isBlank, sameValue, type FieldValue } from '../field-value.js';

export type Side = 'odoo' | 'mailchimp';

/** Whose value wins, and what an empty one on the winning side does to the other (B6). */
export interface FieldPolicy {
  owner: Side | 'newest';
  blank: 'keep' | 'clear' | 'fill';
}

export interface FieldState {
  odoo: FieldValue;
  mailchimp: FieldValue;
  /** What each side held when they last agreed; undefined where they never did, or where the value is still to go. */
  base: { odoo: FieldValue | undefined; mailchimp: FieldValue | undefined };
  /** The side that was changed last, for when both were. */
  later: Side;
}

/** The three-way merge of one field (B6): the side whose value is to be carried to the other, null when neither is. */
export function mergeField(state: FieldState, policy: FieldPolicy): Side | null {
  if (sameValue(state.odoo, state.mailchimp)) return null;
  const winner = winnerOf(state, policy);
  if (winner === null || !isBlank(state[winner])) return winner;
  const other = winner === 'odoo' ? 'mailchimp' : 'odoo';
  switch (policy.blank) {
    case 'keep':
      return null;
    case 'fill':
      return other;
    case 'clear':
      // Without an owner only a value that was taken away says that the other's should go too.
      return policy.owner === 'newest' && isFirstMeeting(state) ? null : winner;
  }
}

function winnerOf(state: FieldState, { owner }: FieldPolicy): Side | null {
  const odoo = hasChanged(state, 'odoo');
  const mailchimp = hasChanged(state, 'mailchimp');
  if (!odoo && !mailchimp) return null;
  if (owner !== 'newest') return owner;
  if (odoo !== mailchimp) return odoo ? 'odoo' : 'mailchimp';
  if (isFirstMeeting(state)) {
    // At the first meeting an empty value has nothing to say, nor has a no that nobody may ever have given.
    if (isSilent(state.odoo)) return 'mailchimp';
    if (isSilent(state.mailchimp)) return 'odoo';
  }
  return state.later;
}

/** A base of one side only is that of a value still to be carried. */
export function isFirstMeeting({ base }: Pick<FieldState, 'base'>): boolean {
  return base.odoo === undefined && base.mailchimp === undefined;
}

function isSilent(value: FieldValue): boolean {
  return isBlank(value) || value === false;
}

function hasChanged(state: FieldState, side: Side): boolean {
  const base = state.base[side];
  return base === undefined || !sameValue(state[side], base);
}
