import { textOf, type FieldValue } from '../../../src/core/field-value.js';
import type { SeenMember, SeenPerson } from './crowd.js';
import type { Field, Notes } from './notes.js';
import type { Options } from './step.js';

/** One person before and after a run. */
export interface Passage {
  who: number;
  before: SeenPerson;
  after: SeenPerson;
  notes: Notes;
}

const mayBeMailed = ({ status }: SeenMember): boolean => status === 'subscribed' || status === 'pending';

/** What no run may ever do, whatever happens to it. */
export function wrongsOfRun(passage: Passage, options: Options): string[] {
  return [
    ...resubscribed(passage, options),
    ...optedIn(passage),
    ...lostOrDoubled('member', passage, ({ members }) => members.map(({ memberId }) => memberId)),
    ...lostOrDoubled('contact', passage, ({ contacts }) => contacts.map(({ id }) => id)),
    ...lostOrDoubled('customer', passage, ({ customers }) => customers.map(({ id }) => id)),
  ];
}

function resubscribed({ before, after, notes, who }: Passage, { resubscribe }: Options): string[] {
  return after.members.flatMap((member) => {
    const was = before.members.find(({ memberId }) => memberId === member.memberId);
    if (!mayBeMailed(member)) return [];
    if (was === undefined) {
      const optedOut = notes.ownOptOut && !notes.signedUp;
      if (notes.torn) return [];
      return optedOut || (notes.wasDeleted && !notes.signedUp)
        ? [`${who} was opted out and made a ${member.status} member`]
        : [];
    }
    if (was.status === member.status) return [];
    const mayAsk = notes.optedInOdoo && resubscribe === member.status;
    return mayAsk ? [] : [`${who} was ${was.status} and is ${member.status}`];
  });
}

function optedIn({ before, after, notes, who }: Passage): string[] {
  const isSubscribed = after.members.some(({ status }) => status === 'subscribed');
  return after.contacts.flatMap(({ id, optOut }) => {
    const was = before.contacts.find((contact) => contact.id === id);
    if (was === undefined) {
      const wrong = notes.ownOptOut && !notes.signedUp && !notes.torn && optOut === false;
      return wrong ? [`${who} had opted out in Odoo and got a contact that has not`] : [];
    }
    if (was.optOut !== true || optOut !== false) return [];
    if (!isSubscribed && !after.blacklisted)
      return [`${who} was opted in in Odoo and is no subscribed member`];
    return notes.ownOptOut && !notes.signedUp ? [`${who} had opted out in Odoo and was opted in`] : [];
  });
}

function lostOrDoubled(
  what: 'member' | 'contact' | 'customer',
  { before, after, notes, who }: Passage,
  ids: (person: SeenPerson) => (number | string)[],
): string[] {
  const [was, is] = [ids(before), ids(after)];
  const lost = was.filter((id) => !is.includes(id));
  const made = is.filter((id) => !was.includes(id));
  const mayGo = what === 'contact' && notes.wasDeleted ? 1 : 0;
  const mayCome = was.length === 0 ? 1 : 0;
  return [
    ...(lost.length > mayGo ? [`${who}: ${what} ${lost.join(', ')} lost`] : []),
    ...(made.length > mayCome && !notes.torn
      ? [`${who}: ${what} doubled: ${was.join(', ')} + ${made.join(', ')}`]
      : []),
  ];
}

/** What has to be true when everything has been brought together. */
export function wrongsOfEnd({ after, notes, who }: Passage, options: Options): string[] {
  const [member] = after.members;
  const [contact] = after.contacts;
  if (notes.torn) return [];
  const wrongs: string[] = [];
  const outInOdoo = after.contacts.some(({ optOut }) => optOut === true);
  const isBlacklisted = after.blacklisted;
  if (member !== undefined && mayBeMailed(member)) {
    // A pending member's opt-out is in Odoo already: one of a person's own can't be told from it, and who confirms later has opted in.
    const isOpen = member.status === 'pending' && notes.twins;
    if (notes.ownOptOut && !notes.signedUp && !isOpen)
      wrongs.push('opted out in Odoo and is ' + member.status);
    if (isBlacklisted) wrongs.push(`blacklisted and ${member.status}`);
  }
  if (member !== undefined && contact !== undefined) {
    const isIn = !outInOdoo && after.contacts.some(({ optOut }) => optOut === false);
    if (member.status !== 'subscribed' && isIn && !notes.optedInOdoo && !isBlacklisted)
      wrongs.push(`${member.status} and not opted out in Odoo`);
    if (
      member.status !== 'subscribed' &&
      notes.twins &&
      !notes.optedInOdoo &&
      !isBlacklisted &&
      after.contacts.some(({ optOut }) => optOut === false)
    )
      wrongs.push(`${member.status} and one of two contacts not opted out`);
    if (member.status === 'cleaned' && options.onCleaned === 'blacklist' && !isBlacklisted)
      wrongs.push('cleaned and not blacklisted');
    if (notes.alwaysWelcome && (member.status !== 'subscribed' || !isIn))
      wrongs.push(`always welcome, but ${member.status} and ${isIn ? 'in' : 'out'}`);
    // Who was taken off the list in Odoo is followed no more (B48).
    const isTakenOut = notes.contactDeleted && contact.optOut === null;
    if (!notes.twins && !notes.shared && !isTakenOut && member.status !== 'archived')
      wrongs.push(...disagreements(after, notes, options));
  }
  if (
    contact !== undefined &&
    member === undefined &&
    options.autoExport === 'mailing.contact' &&
    notes.alwaysWelcome
  )
    wrongs.push('always welcome and not exported');
  if (member !== undefined && contact === undefined && !notes.contactDeleted && !notes.wasDeleted)
    wrongs.push('not imported');
  return wrongs.map((wrong) => `${who}: ${wrong}`);
}

function disagreements(
  { members, contacts, customers }: SeenPerson,
  notes: Notes,
  options: Options,
): string[] {
  const [member] = members;
  const [contact] = contacts;
  const [customer] = customers;
  if (member === undefined || contact === undefined) return [];
  const wrongs: string[] = [];
  // MailChimp renames only subscribed members (B49).
  const mayDiffer = notes.movedInOdoo && member.status !== 'subscribed';
  if (member.email.toLowerCase() !== contact.email && !mayDiffer)
    wrongs.push(`${member.email} and ${contact.email}`);
  const tags = [...new Set([...contact.tags, ...(customer?.tags ?? [])])].sort();
  if (tags.join() !== member.tags.join() && options.onFilterExit !== 'tag_off')
    wrongs.push(`tags ${tags.join()} and ${member.tags.join()}`);
  const name = `${String(member.values.FNAME)} ${String(member.values.LNAME)}`.trim();
  if (options.overrideName && name !== contact.name) wrongs.push(`names ${name} and ${contact.name}`);
  const compare = (field: Field, odoo: string): void => {
    const mailchimp = textOf(member.values[field] as FieldValue | undefined);
    const isKept = options.blank === 'keep' && (odoo === '' || mailchimp === '');
    if (odoo !== mailchimp && !(isKept && ownerIsBlank(options, odoo, mailchimp)))
      wrongs.push(`${field} ${odoo} and ${mailchimp}`);
    const allowed = valuesAllowed(notes.edits[field], options);
    if (odoo === mailchimp && allowed !== null && !allowed.includes(odoo))
      wrongs.push(`${field} is ${odoo} and should be ${allowed.join(' or ')}`);
  };
  compare('COMPANY', contact.company);
  if (customer !== undefined) compare('PHONE', customer.phone);
  return wrongs;
}

function ownerIsBlank({ owner }: Options, odoo: string, mailchimp: string): boolean {
  if (owner === 'newest') return true;
  return (owner === 'odoo' ? odoo : mailchimp) === '';
}

/** The values the field may have; null when that can't be told. */
function valuesAllowed(edits: Notes['edits'][Field], { owner }: Options): string[] | null {
  if (edits === undefined) return null;
  if (owner !== 'newest') return edits[owner] === undefined || edits[owner] === '' ? null : [edits[owner]];
  const values = Object.values(edits);
  return values.includes('') ? null : values;
}
