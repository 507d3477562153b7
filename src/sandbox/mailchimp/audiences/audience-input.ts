import { BodyReader } from '../http/body-reader.js';
import type { AudienceContact, AudienceSettings, CampaignDefaults } from '../model/audience-settings.js';

type Json = Readonly<Record<string, unknown>>;

const needed = ['name', 'contact', 'permission_reminder', 'campaign_defaults', 'email_type_option'];
const contactNeeded = ['company', 'address1', 'city', 'country'];
const campaignNeeded = ['from_name', 'from_email', 'subject', 'language'];

/** Reads the settings of an audience; all required ones have to be there when it is new (API §5.2). */
export function readAudience(body: Json, isNew: boolean): Partial<AudienceSettings> {
  const reader = new BodyReader(body);
  if (isNew) reader.require(needed);
  const contact = reader.object('contact');
  const campaign = reader.object('campaign_defaults');
  const given = {
    name: reader.text('name'),
    contact: contact && readContact(contact, isNew),
    permission_reminder: reader.text('permission_reminder'),
    use_archive_bar: reader.flag('use_archive_bar'),
    campaign_defaults: campaign && readCampaign(campaign, isNew),
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

function readContact(body: Json, isNew: boolean): AudienceContact {
  const reader = new BodyReader(body, 'contact.');
  if (isNew) reader.require(contactNeeded);
  const contact: AudienceContact = {
    company: reader.text('company') ?? '',
    address1: reader.text('address1') ?? '',
    address2: reader.text('address2') ?? '',
    city: reader.text('city') ?? '',
    state: reader.text('state') ?? '',
    zip: reader.text('zip') ?? '',
    country: reader.text('country') ?? 'US',
    phone: reader.text('phone') ?? '',
  };
  reader.finish();
  return contact;
}

function readCampaign(body: Json, isNew: boolean): CampaignDefaults {
  const reader = new BodyReader(body, 'campaign_defaults.');
  if (isNew) reader.require(campaignNeeded);
  const campaign: CampaignDefaults = {
    from_name: reader.text('from_name') ?? '',
    from_email: reader.text('from_email') ?? '',
    subject: reader.text('subject') ?? '',
    language: reader.text('language') ?? 'en',
  };
  reader.finish();
  return campaign;
}
