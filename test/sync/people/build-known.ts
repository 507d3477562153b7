import { emailKey, type FieldValues } from '../../../src/core/field-value.js';
import type { FieldMapping } from '../../../src/core/mapping/field-mapping.js';
import type { OdooValues } from '../../../src/core/mapping/odoo-field.js';
import { odooSide } from '../../../src/core/mapping/odoo-side.js';
import type { SyncBase } from '../../../src/core/sync-base.js';
import type { OdooContact, SourceRecord } from '../../../src/odoo/people/person.js';
import type { KnownMember } from '../../../src/sync/people/known-person.js';
import type { MergeRules } from '../../../src/sync/people/merge-person.js';
import type { SeenMember } from '../../../src/sync/people/seen-member.js';
import { tools } from '../../core/mapping/build-mapping.js';

export const email = 'ana@shop.pt';

/** Before and after the member's last change. */
export const earlier = new Date('2026-03-01T08:00:00Z');
const memberChanged = '2026-03-01T10:00:00+00:00';
export const later = new Date('2026-03-01T12:00:00Z');

export function aContact(values: OdooValues = {}, more: Partial<OdooContact> = {}): OdooContact {
  const name = typeof values.name === 'string' ? values.name : null;
  const common = { id: 1, name, email, address: email, tagIds: [], writtenAt: earlier, createdAt: null };
  const subscription = { id: 100, mailingListId: 3, optOut: false, optOutDate: null, writtenAt: null };
  return { ...common, subscription, values, ...more };
}

export function aCustomer(values: OdooValues = {}, more: Partial<SourceRecord> = {}): SourceRecord {
  const common = { id: 7, name: 'Ana', address: email, tagIds: [], writtenAt: earlier, active: true };
  return { ...common, values, ...more };
}

export function aMember(values: FieldValues = {}, more: Partial<SeenMember> = {}): SeenMember {
  return {
    memberId: 'member-1',
    hash: 'hash-1',
    email,
    fullName: '',
    status: 'subscribed',
    tags: [],
    signedUpAt: null,
    unsubscribeReason: null,
    optedInAt: null,
    lastChanged: memberChanged,
    ...more,
    values: { [emailKey]: email, ...values },
  };
}

export function aBase(
  odoo: FieldValues,
  mailchimp: FieldValues = odoo,
  more: Partial<SyncBase> = {},
): SyncBase {
  const address = { [emailKey]: email };
  return {
    odoo: { ...address, ...odoo },
    mailchimp: { ...address, ...mailchimp },
    tags: [],
    ...more,
  };
}

interface Given {
  contact?: OdooContact | null;
  customer?: SourceRecord | null;
  member?: SeenMember;
  base?: SyncBase | null;
  /** Of contact and customer, by name. */
  tags?: string[];
}

/** A subscribed member and the contact they are, as these mappings read them. */
export function aKnown(mappings: readonly FieldMapping[], given: Given = {}): KnownMember {
  const { contact = aContact(), customer = null, member = aMember(), base = null, tags = [] } = given;
  const mappable = (record: OdooContact | SourceRecord | null) =>
    record === null ? null : { ...record, tags };
  const odoo = odooSide(mappings, { contact: mappable(contact), customer: mappable(customer) }, tools);
  const consent = { mailingListId: 3, subscriptions: [], blacklisted: false };
  const present = new Set(customer === null ? [] : ['customer']);
  const person = { contact, sources: { customer }, present, consent, odoo, tags, otherContacts: [] };
  return {
    address: email,
    member,
    person,
    binding: null,
    base,
    entry: null,
    isInterrupted: false,
    tagsOff: false,
    movedTo: null,
    addressTaken: false,
  };
}

export function someRules(mappings: readonly FieldMapping[], more: Partial<MergeRules> = {}): MergeRules {
  return { mappings, managedTags: 'all', overrideName: false, ...more };
}

export const hasBoth = { contact: true, customer: true };
