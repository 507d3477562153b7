import { BodyReader } from '../http/body-reader.js';
import type { AudienceContact, AudienceSettings, CampaignDefaults } from '../model/audience-settings.js';

type Json = Readonly<Record<string, unknown>>;

const needed = ['name', 'contact', 'permission_reminder', 'campaign_defaults', 'email_type_option'];
const contactNeeded = ['company', 'address1', 'city', 'country'];
const campaignNeeded = ['from_name', 'from_email', 'subject', 'language'];

/** Reads the settings of an audience over those before; a new one has to have all that are required (API §5.2). */
export function readAudience(body: Json, before: AudienceSettings | undefined): Partial<AudienceSettings> {
  const reader = new BodyReader(body);
  if (!before) reader.require(needed);
  const contact = reader.object('contact');
  const campaign = reader.object('campaign_defaults');
  const given = {
    name: reader.text('name'),
    contact: contact && readContact(contact, before?.contact),
    permission_reminder: reader.text('permission_reminder'),
    use_archive_bar: reader.flag('use_archive_bar'),
    campaign_defaults: campaign && readCampaign(campaign, before?.campaign_defaults),
    // "false" is how the documentation spells "nobody".
    notify_on_subscribe: body.notify_on_subscribe === false ? '' : reader.text('notify_on_subscribe'),
    notify_on_unsubscribe: body.notify_on_unsubscribe === false ? '' : reader.text('notify_on_unsubscribe'),
    email_type_option: reader.flag('email_type_option'),
    double_optin: reader.flag('double_optin'),
    marketing_permissions: reader.flag('marketing_permissions'),
  };
  if (given.name?.trim() === '') reader.fail('name', 'This value should not be blank.');
  reader.finish();
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function readContact(body: Json, before: AudienceContact | undefined): AudienceContact {
  const reader = new BodyReader(body, 'contact.');
  if (!before) reader.require(contactNeeded);
  const text = (field: keyof AudienceContact): string => reader.text(field) ?? before?.[field] ?? '';
  const contact: AudienceContact = {
    company: text('company'),
    address1: text('address1'),
    address2: text('address2'),
    city: text('city'),
    state: text('state'),
    zip: text('zip'),
    country: countryCode(text('country')),
    phone: text('phone'),
  };
  reader.finish();
  return contact;
}

/** "Defaults to US if invalid." */
function countryCode(given: string): string {
  return /^[A-Za-z]{2}$/.test(given) ? given.toUpperCase() : 'US';
}

function readCampaign(body: Json, before: CampaignDefaults | undefined): CampaignDefaults {
  const reader = new BodyReader(body, 'campaign_defaults.');
  if (!before) reader.require(campaignNeeded);
  const text = (field: keyof CampaignDefaults): string => reader.text(field) ?? before?.[field] ?? '';
  const campaign: CampaignDefaults = {
    from_name: text('from_name'),
    from_email: text('from_email'),
    subject: text('subject'),
    language: text('language'),
  };
  reader.finish();
  return campaign;
}
