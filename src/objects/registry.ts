import { crmLead } from './crm-lead/crm-lead.js';
import { eventRegistration } from './event-registration/event-registration.js';
import { mailingContact } from './mailing-contact/mailing-contact.js';
import type { ObjectType } from './object-type.js';
import { partner } from './partner/partner.js';

/** Holds a person's opt-out; whoever is exported from elsewhere gets one (B16). */
export const consentHolder: ObjectType = mailingContact;

/** The other kinds of records that stand for people. */
export const sourcesOfPeople: readonly ObjectType[] = [partner, crmLead, eventRegistration];

/** Every kind; of several that have a value, the first one's counts (B6). */
export const objectTypes: readonly ObjectType[] = [consentHolder, ...sourcesOfPeople];

/** Odoo's models of all kinds, in that order. */
export const models: readonly string[] = objectTypes.map(({ model }) => model);

/** The source that was there first: what a rule exports that doesn't say. */
export const usualSource: ObjectType = partner;

/** What a member becomes with `auto_create_customer` (B11). */
export const createdSource: ObjectType = partner;

/** Undefined where the model is none of a person's. */
export function objectType(model: string): ObjectType | undefined {
  return objectTypes.find((type) => type.model === model);
}

/** @throws Error for a model that no border has let in */
export function typeOf(model: string): ObjectType {
  const type = objectType(model);
  if (type === undefined) throw new Error(`${model} is in no registry`);
  return type;
}

export function isSource(model: string): boolean {
  return sourcesOfPeople.some((type) => type.model === model);
}
