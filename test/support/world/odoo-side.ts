import type { OdooSession } from '../../../src/odoo/connect.js';

export interface SeenContact {
  id: number;
  name: string | false;
  email: string | false;
  tags: string[];
  /** Null when it is not on the mailing list. */
  optOut: boolean | null;
  optOutDate: string | false | null;
}

type Row = Record<string, unknown> & { id: number };

/** Odoo as a test sees and changes it, past the bridge. */
export class OdooSide {
  readonly session: OdooSession;
  readonly #mailingList: string;

  constructor(session: OdooSession, mailingList: string) {
    this.session = session;
    this.#mailingList = mailingList;
  }

  async call(
    model: string,
    method: string,
    more: { ids?: number[]; params?: Record<string, unknown> } = {},
  ): Promise<unknown> {
    return this.session.transport.call({ model, method, ...more });
  }

  async search(model: string, domain: unknown[], fields: string[]): Promise<Row[]> {
    return (await this.call(model, 'search_read', { params: { domain, fields, order: 'id' } })) as Row[];
  }

  async create(model: string, values: object): Promise<number> {
    const [id] = (await this.call(model, 'create', { params: { vals_list: [values] } })) as number[];
    return id ?? 0;
  }

  async write(model: string, ids: number[], vals: object): Promise<void> {
    await this.call(model, 'write', { ids, params: { vals } });
  }

  /** The mailing list of the world's audience, made when it isn't there yet. */
  async mailingListId(): Promise<number> {
    const [found] = await this.search('mailing.list', [['name', '=', this.#mailingList]], ['name']);
    return found?.id ?? this.create('mailing.list', { name: this.#mailingList });
  }

  /** A mailing contact on the mailing list. */
  async hasContact(contact: {
    name?: string;
    email: string;
    optOut?: boolean;
    tags?: string[];
  }): Promise<number> {
    const { contactSubscriptions } = this.session.capabilities;
    const subscription = { list_id: await this.mailingListId(), opt_out: contact.optOut === true };
    const tags = await Promise.all((contact.tags ?? []).map((name) => this.tag(name)));
    return this.create('mailing.contact', {
      name: contact.name ?? false,
      email: contact.email,
      [contactSubscriptions]: [[0, 0, subscription]],
      tag_ids: [[6, 0, tags]],
    });
  }

  async tag(name: string): Promise<number> {
    const [found] = await this.search('res.partner.category', [['name', '=', name]], ['name']);
    return found?.id ?? this.create('res.partner.category', { name });
  }

  /** All contacts of an address, oldest first. */
  async contacts(email: string): Promise<SeenContact[]> {
    const { subscriptionModel, optOutDate } = this.session.capabilities;
    const rows = await this.search(
      'mailing.contact',
      [['email_normalized', '=', email.toLowerCase()]],
      ['name', 'email', 'tag_ids'],
    );
    return Promise.all(
      rows.map(async (row) => {
        const domain = [
          ['contact_id', '=', row.id],
          ['list_id.name', '=', this.#mailingList],
        ];
        const [subscription] = await this.search(subscriptionModel, domain, ['opt_out', optOutDate]);
        const tags = await this.search('res.partner.category', [['id', 'in', row.tag_ids]], ['name']);
        return {
          id: row.id,
          name: row.name as string | false,
          email: row.email as string | false,
          tags: tags.map(({ name }) => name as string).sort(),
          optOut: subscription === undefined ? null : (subscription.opt_out as boolean),
          optOutDate: subscription === undefined ? null : (subscription[optOutDate] as string | false),
        };
      }),
    );
  }

  async contact(email: string): Promise<SeenContact | null> {
    return (await this.contacts(email))[0] ?? null;
  }

  async setOptOut(email: string, optOut: boolean): Promise<void> {
    const { subscriptionModel } = this.session.capabilities;
    const domain = [
      ['contact_id.email_normalized', '=', email],
      ['list_id.name', '=', this.#mailingList],
    ];
    const rows = await this.search(subscriptionModel, domain, ['opt_out']);
    await this.write(
      subscriptionModel,
      rows.map(({ id }) => id),
      { opt_out: optOut },
    );
  }

  async isBlacklisted(email: string): Promise<boolean> {
    return (await this.search('mail.blacklist', [['email', '=', email]], ['email'])).length > 0;
  }

  async countOnList(optOut?: boolean): Promise<number> {
    const { subscriptionModel } = this.session.capabilities;
    const domain = [
      ['list_id.name', '=', this.#mailingList],
      ...(optOut === undefined ? [] : [['opt_out', '=', optOut]]),
    ];
    return (await this.call(subscriptionModel, 'search_count', { params: { domain } })) as number;
  }

  async customers(email: string): Promise<Row[]> {
    return this.search('res.partner', [['email_normalized', '=', email]], ['name', 'category_id']);
  }
}
