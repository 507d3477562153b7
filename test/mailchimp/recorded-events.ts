/**
 * Forms of webhooks as they were recorded from the real service (mailchimp-api §10.4), with other people in them: a
 * sign-up of 2020, an unsubscription of 2014, and the others by MailChimp's own documentation of the fields.
 */
const fields = (pairs: readonly (readonly [string, string])[]): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();

const merges = [
  ['data[merges][EMAIL]', 'ana@acme-widgets.com'],
  ['data[merges][FNAME]', ''],
  ['data[merges][LNAME]', ''],
  ['data[merges][ADDRESS]', ''],
  ['data[merges][PHONE]', ''],
  ['data[merges][BIRTHDAY]', ''],
  ['data[merges][COMPANY]', ''],
  ['data[merges][INTERESTS]', 'Yes'],
  ['data[merges][GROUPINGS][0][id]', '6197'],
  ['data[merges][GROUPINGS][0][unique_id]', '458a556058'],
  ['data[merges][GROUPINGS][0][name]', 'Interested in our offers?'],
  ['data[merges][GROUPINGS][0][groups]', 'Yes'],
] as const;
const person = [
  ['data[id]', 'b748506b63'],
  ['data[email]', 'ana@acme-widgets.com'],
  ['data[email_type]', 'html'],
  ['data[ip_opt]', '203.0.113.8'],
  ['data[web_id]', '404947702'],
] as const;
const audience = ['data[list_id]', '8a6d823488'] as const;
const at = (type: string) =>
  [
    ['type', type],
    ['fired_at', '2020-09-07 21:31:09'],
  ] as const;

export const recorded = {
  /** As it was written down: not encoded. */
  subscribe: [...at('subscribe'), ...person, ...merges, audience].map((pair) => pair.join('=')).join('&'),
  subscribeByForm: fields([
    ...at('subscribe'),
    ...person,
    ['data[ip_signup]', '203.0.113.8'],
    ...merges,
    audience,
  ]),
  /** As it was captured: byte by byte. */
  unsubscribe:
    'type=unsubscribe&fired_at=2014-10-22+13%3A10%3A40&data%5Baction%5D=unsub&data%5Breason%5D=manual&data%5Bid%5D=94826aa750&data%5Bemail%5D=ana%40acme-widgets.com&data%5Bemail_type%5D=html&data%5Bip_opt%5D=203.0.113.9&data%5Bweb_id%5D=203740265&data%5Bmerges%5D%5BEMAIL%5D=ana%40acme-widgets.com&data%5Bmerges%5D%5BFNAME%5D=Ana&data%5Bmerges%5D%5BLNAME%5D=Sousa&data%5Blist_id%5D=f1243a3b12',
  unsubscribeWithoutAction: fields([...at('unsubscribe'), ...person, audience]),
  delete: fields([
    ...at('unsubscribe'),
    ['data[action]', 'delete'],
    ['data[reason]', 'manual'],
    ...person,
    audience,
  ]),
  profile: fields([
    ...at('profile'),
    ...person,
    ['data[merges][ADDRESS][addr1]', 'Rua Augusta 1'],
    ['data[merges][ADDRESS][city]', 'Lisboa'],
    audience,
  ]),
  upemail: fields([
    ...at('upemail'),
    audience,
    ['data[new_id]', '51da8c3259'],
    ['data[new_email]', 'Ana.Sousa@acme-widgets.com'],
    ['data[old_email]', 'ana@acme-widgets.com'],
  ]),
  cleaned: fields([
    ...at('cleaned'),
    audience,
    ['data[campaign_id]', '4fjk2ma9xd'],
    ['data[reason]', 'hard'],
    ['data[email]', 'ana@acme-widgets.com'],
  ]),
  campaign: fields([
    ...at('campaign'),
    ['data[id]', '5aa2102003'],
    ['data[subject]', 'Spring'],
    ['data[status]', 'sent'],
    ['data[reason]', ''],
    audience,
  ]),
} as const;
