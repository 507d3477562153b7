import fc from 'fast-check';
import { messes, type MessKind } from './mess.js';
import type { Clocks } from './stage.js';

/** People of a story, by number. */
export const people = 4;

/** What people do on either side; one that isn't possible at the moment is passed over. */
export type Edit = { who: number } & (
  | { edit: 'member'; status: 'subscribed' | 'unsubscribed' | 'pending' }
  | { edit: 'contact'; optOut: boolean }
  /** The second one shares the address with the first. */
  | { edit: 'customer' }
  | {
      edit: 'unsubscribe' | 'leave' | 'bounce' | 'archive' | 'delete' | 'sign up' | 'confirm' | 'readd';
    }
  | { edit: 'opt out' | 'opt in' | 'blacklist' | 'delete contact' }
  /** In a transaction that has begun, and is over when the next run has been. */
  | { edit: 'opt out late' }
  /** Off the mailing list; on it again, opted in; the contact deleted and imported again, opted in: no opt-in (B46). */
  | { edit: 'off the list' | 'on the list' | 'import again' }
  | { edit: 'field' | 'name'; on: 'odoo' | 'mailchimp'; field: 'COMPANY' | 'PHONE'; value: string }
  | { edit: 'tag'; on: 'odoo' | 'mailchimp'; tag: string; active: boolean }
  | { edit: 'address'; on: 'odoo' | 'mailchimp' }
  | { edit: 'case' }
);

export type Command =
  | 'fetch'
  | 'full fetch'
  | 'export'
  | 'export customers'
  | 'update'
  | 'auto-export'
  | 'sync'
  /** What MailChimp has told of since, with all else it can do to it: late, in any order, more than once. */
  | 'webhooks'
  /** A plan is made, something happens, and the plan is applied. */
  | 'apply'
  | 'forget';

/** What befalls a run at one of its requests; a run that makes fewer is spared. */
export interface Trouble {
  what: 'lost request' | 'lost answer' | 'twice' | 'killed before' | 'killed after' | 'stopped';
  server: 'odoo' | 'mailchimp';
  at: number;
}

export interface Run {
  run: Command;
  trouble: Trouble | null;
  /** Of `apply`: what happens between plan and apply. */
  meanwhile?: Edit;
}

export type Step = Edit | Run | { mess: MessKind };

const who = fc.nat({ max: people - 1 });
const on = fc.constantFrom('odoo' as const, 'mailchimp' as const);
const value = fc.constantFrom('', 'Alder', 'Birch', 'Cedar');
const name = fc.constantFrom('Ana Sousa', 'Eva Lima', 'Rui Lima', 'Eva Maria Reis');

const anyArrival: fc.Arbitrary<Edit> = fc.oneof(
  {
    arbitrary: fc.record({
      who,
      edit: fc.constant('member' as const),
      status: fc.constantFrom('subscribed' as const, 'subscribed', 'unsubscribed', 'pending'),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      who,
      edit: fc.constant('contact' as const),
      optOut: fc.constantFrom(false, false, false, true),
    }),
    weight: 3,
  },
  { arbitrary: fc.record({ who, edit: fc.constant('customer' as const) }), weight: 2 },
);

/** Who is there already when the bridge is first told of the two sides. */
export const anyPeople: fc.Arbitrary<Edit[]> = fc.array(anyArrival, { maxLength: 8, size: 'max' });

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  { arbitrary: anyArrival, weight: 8 },
  {
    arbitrary: fc.record({
      who,
      edit: fc.constantFrom(
        ...(['unsubscribe', 'leave', 'bounce', 'archive', 'delete', 'sign up'] as const),
        ...([
          'confirm',
          'readd',
          'opt out',
          'opt out late',
          'opt in',
          'blacklist',
          'delete contact',
        ] as const),
        ...(['off the list', 'on the list', 'import again'] as const),
      ),
    }),
    weight: 7,
  },
  {
    arbitrary: fc.record({
      who,
      edit: fc.constant('field' as const),
      on,
      field: fc.constantFrom('COMPANY' as const, 'PHONE'),
      value,
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      who,
      edit: fc.constant('name' as const),
      on,
      field: fc.constant('COMPANY' as const),
      value: name,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      who,
      edit: fc.constant('tag' as const),
      on,
      tag: fc.constantFrom('VIP', 'Farm'),
      active: fc.boolean(),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ who, edit: fc.constant('address' as const), on }), weight: 2 },
  { arbitrary: fc.record({ who, edit: fc.constant('case' as const) }), weight: 1 },
);

const anyTrouble: fc.Arbitrary<Trouble> = fc.record({
  what: fc.constantFrom(
    ...(['lost request', 'lost answer', 'twice', 'killed before', 'killed after', 'stopped'] as const),
  ),
  server: on,
  at: fc.integer({ min: 1, max: 24 }),
});

const anyRun: fc.Arbitrary<Run> = fc.record({
  run: fc.constantFrom(
    ...(['sync', 'sync', 'sync', 'fetch', 'full fetch', 'export', 'export customers'] as const),
    ...(['webhooks', 'webhooks', 'webhooks', 'update', 'auto-export', 'forget', 'apply'] as const),
  ),
  trouble: fc.option(anyTrouble, { freq: 2 }),
  meanwhile: anyEdit,
});

const anyMess = fc.record({ mess: fc.constantFrom(...messes) });

/** Most servers tell the right time, to a few seconds. */
const skew = fc.constantFrom(0, 0, -300, 300);

/** What an account may be set to, as far as it matters here. */
export interface Options {
  overrideName: boolean;
  createCustomer: boolean;
  owner: 'odoo' | 'mailchimp' | 'newest';
  blank: 'keep' | 'clear' | 'fill';
  autoExport: 'mailing.contact' | 'res.partner' | null;
  resubscribe: 'never' | 'pending' | 'subscribed';
  onCleaned: 'blacklist' | 'opt_out';
  onRemoteDelete: 'remove' | 'opt_out';
  onFilterExit: 'none' | 'tag_off' | 'archive' | 'unsubscribe';
  clocks: Clocks;
}

export const anyOptions: fc.Arbitrary<Options> = fc.record({
  overrideName: fc.boolean(),
  createCustomer: fc.boolean(),
  owner: fc.constantFrom('newest', 'odoo', 'mailchimp'),
  blank: fc.constantFrom('keep', 'clear', 'fill'),
  autoExport: fc.constantFrom('mailing.contact', null, 'res.partner'),
  resubscribe: fc.constantFrom('never', 'never', 'pending', 'subscribed'),
  onCleaned: fc.constantFrom('blacklist', 'opt_out'),
  onRemoteDelete: fc.constantFrom('remove', 'opt_out'),
  onFilterExit: fc.constantFrom('none', 'tag_off', 'archive', 'unsubscribe'),
  clocks: fc.record({ odooS: skew, mailchimpS: skew }),
});

export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { arbitrary: anyEdit, weight: 9 },
    { arbitrary: anyRun, weight: 3 },
    { arbitrary: anyMess, weight: 1 },
  ),
  { minLength: 8, maxLength: 28, size: 'max' },
);
