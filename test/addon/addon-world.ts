import { writeAccount } from '../../src/addon/writers/write-account.js';
import { writeAudiences, type AudienceRow } from '../../src/addon/writers/write-audiences.js';
import { AddonOdoo, type Server } from './addon-odoo.js';

export const audienceId = 'a36b032126';
export const accountKey = 'acme';
const marketing = 'mass_mailing.group_mass_mailing_user';

/** An Odoo with the addon (`template: 'addon'`), one audience bound to a mailing list, and people with and without rights. */
export class AddonWorld {
  private constructor(
    readonly admin: AddonOdoo,
    /** Email Marketing / User, and nothing more. */
    readonly marketer: AddonOdoo,
    /** An employee without any right on Email Marketing. */
    readonly employee: AddonOdoo,
    /** Email Marketing and MailChimp Bridge: what the bridge logs in as where it is no administrator. */
    readonly bridge: AddonOdoo,
    readonly ids: {
      account: number;
      audience: number;
      mailingList: number;
      otherList: number;
      marketerId: number;
    },
  ) {}

  static async open(server: Server): Promise<AddonWorld> {
    const admin = await AddonOdoo.connect(server);
    const [mailingList = 0, otherList = 0] = await admin.create(
      'mailing.list',
      { name: 'Newsletter' },
      { name: 'Bound to nothing' },
    );
    const { id: account } = await writeAccount(admin.transport, anAccount());
    const audiences = await writeAudiences(admin.transport, account, [
      anAudience({ mailingListId: mailingList }),
    ]);
    const users = {
      marketer: await admin.user('marketer', marketing),
      employee: await admin.user('employee', 'base.group_user'),
      bridge: await admin.user('bridge', marketing, '__odoo_mailchimp__.group_bridge'),
    };
    return new AddonWorld(
      admin,
      await admin.as(users.marketer),
      await admin.as(users.employee),
      await admin.as(users.bridge),
      {
        ...{ account, mailingList, otherList, marketerId: users.marketer.id },
        audience: audiences.get(audienceId) ?? 0,
      },
    );
  }

  async close(): Promise<void> {
    for (const each of [this.admin, this.marketer, this.employee, this.bridge]) await each.close();
  }

  action(name: string): Promise<number> {
    return this.admin.ref(`__odoo_mailchimp__.action_${name}`);
  }

  /** A mailing contact on the given mailing lists. */
  contact(name: string, ...lists: number[]): Promise<number> {
    const { contactSubscriptions } = this.admin.session.capabilities;
    return this.admin.createOne('mailing.contact', {
      name,
      email: `${name.toLowerCase()}@acme-widgets.com`,
      [contactSubscriptions]: lists.map((list) => [0, 0, { list_id: list }]),
    });
  }

  /** On the mailing list of the audience, in one call. */
  contacts(names: readonly string[]): Promise<number[]> {
    const lines = [[0, 0, { list_id: this.ids.mailingList }]];
    const { contactSubscriptions } = this.admin.session.capabilities;
    const rows = names.map((name) => ({
      ...{ name, email: `${name.toLowerCase()}@acme-widgets.com`, [contactSubscriptions]: lines },
    }));
    return this.admin.create('mailing.contact', ...rows);
  }

  customer(name: string): Promise<number> {
    const email = `${name.toLowerCase()}@acme-widgets.com`;
    return this.admin.createOne('res.partner', { name, email });
  }

  async subscription(contactId: number, listId = this.ids.mailingList): Promise<number> {
    const domain = [
      ['contact_id', '=', contactId],
      ['list_id', '=', listId],
    ];
    const [row] = await this.admin.search(this.admin.session.capabilities.subscriptionModel, domain, ['id']);
    return row?.id ?? 0;
  }
}

export const anAccount = () => ({
  key: accountKey,
  name: () => Promise.resolve('Acme Widgets'),
  seenAt: new Date(),
  options: {
    auto_create_member: true,
    auto_create_customer: false,
    auto_sync_member: true,
    auto_update_contact: true,
    override_contact_name: false,
  },
});

export function anAudience(change: Partial<AudienceRow> = {}): AudienceRow {
  return {
    id: audienceId,
    name: 'Newsletter',
    mailingListId: null,
    dateCreated: '2024-01-02T03:04:05+00:00',
    subscribeUrl: 'https://acme.example.com/subscribe',
    rating: 4,
    doubleOptin: false,
    counts: { subscribed: 2, unsubscribed: 1, cleaned: 0 },
    pinnedAutoExport: null,
    ...change,
  };
}
