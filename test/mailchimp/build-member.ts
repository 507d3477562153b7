import { subscriberHash } from '../../src/mailchimp/subscriber-hash.js';

/** A member as MailChimp writes it, in the recorded shape (mailchimp-api §5.4). */
export function buildRawMember(more: Record<string, unknown> = {}): Record<string, unknown> {
  const email = typeof more.email_address === 'string' ? more.email_address : 'ana@acme-widgets.com';
  return {
    id: subscriberHash(email),
    email_address: email,
    unique_email_id: '7ee8f2229e',
    contact_id: '93b835cc104791040b356ff76030415d',
    full_name: 'Ana Sousa',
    web_id: 400751728,
    email_type: 'html',
    status: 'subscribed',
    merge_fields: { FNAME: 'Ana', LTV: 15.5, ADDRESS: '' },
    timestamp_signup: '',
    timestamp_opt: '2021-11-23T22:51:56+00:00',
    last_changed: '2021-11-23T22:51:57+00:00',
    source: 'API - Generic',
    tags_count: 1,
    tags: [{ id: 4788460, name: 'VIP' }],
    list_id: 'a36b032126',
    _links: [],
    ...more,
  };
}
