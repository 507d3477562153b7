/** The part of an audience its owner edits, with MailChimp's own names. */
export interface AudienceSettings {
  name: string;
  contact: AudienceContact;
  permission_reminder: string;
  use_archive_bar: boolean;
  campaign_defaults: CampaignDefaults;
  notify_on_subscribe: string;
  notify_on_unsubscribe: string;
  email_type_option: boolean;
  double_optin: boolean;
  marketing_permissions: boolean;
}

export interface AudienceContact {
  company: string;
  address1: string;
  address2: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  phone: string;
}

export interface CampaignDefaults {
  from_name: string;
  from_email: string;
  subject: string;
  language: string;
}

export function defaultSettings(name: string): AudienceSettings {
  return {
    name,
    contact: {
      company: 'Sandbox',
      address1: '1 Harbour Street',
      address2: '',
      city: 'Atlanta',
      state: 'GA',
      zip: '30308',
      country: 'US',
      phone: '',
    },
    permission_reminder: 'You are receiving this because you asked for it on our website.',
    use_archive_bar: true,
    campaign_defaults: {
      from_name: 'Sandbox',
      from_email: 'news@sandbox-mail.com',
      subject: '',
      language: 'en',
    },
    notify_on_subscribe: '',
    notify_on_unsubscribe: '',
    email_type_option: false,
    double_optin: false,
    marketing_permissions: false,
  };
}
