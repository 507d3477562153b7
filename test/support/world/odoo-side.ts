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

interface NewContact {
  name?: string;
  email: string;
  optOut?: boolean;
  tags?: string[];
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
    const [id] = await this.createAll(model, [values]);
    return id ?? 0;
  }

  async createAll(model: string, rows: readonly object[]): Promise<number[]> {
    return (await this.call(model, 'create', { params: { vals_list: rows } })) as number[];
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
  async hasContact(contact: NewContact): Promise<number> {
    const [id] = await this.hasContacts(contact);
    return id ?? 0;
  }

  /** In one call. */
  async hasContacts(...contacts: NewContact[]): Promise<number[]> {
    const { contactSubscriptions } = this.session.capabilities;
    const list_id = await this.mailingListId();
    const rows = await Promise.all(
      contacts.map(async ({ name, email, optOut, tags = [] }) => ({
        ...{ name: name ?? false, email },
        [contactSubscriptions]: [[0, 0, { list_id, opt_out: optOut === true }]],
        tag_ids: [[6, 0, await Promise.all(tags.map((tag) => this.tag(tag)))]],
      })),
    );
    return this.createAll('mailing.contact', rows);
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

  /** As Odoo's wizard does it: one goes into the other, and is archived. */
  async mergeLists(from: number, into: number): Promise<void> {
    const wizard = await this.create('mailing.list.merge', {
      ...{ src_list_ids: [[6, 0, [from]]], dest_list_id: into },
      ...{ merge_options: 'existing', archive_src_lists: true },
    });
    await this.call('mailing.list.merge', 'action_mailing_lists_merge', { ids: [wizard] });
  }

  /**
   * A record rule for everyone: only what fits the domain may be read, written, made or removed. It goes when it is disposed
   * of, for the suite shares the database.
   * @param domain as Odoo writes it, in Python
   */
  async allowsOnly(
    model: string,
    domain: string,
    ...rights: ('read' | 'write' | 'create' | 'unlink')[]
  ): Promise<AsyncDisposable> {
    const [row] = await this.search('ir.model', [['model', '=', model]], ['id']);
    const all = ['read', 'write', 'create', 'unlink'] as const;
    const ruled = all.map((right): [string, boolean] => [`perm_${right}`, rights.includes(right)]);
    const id = await this.create('ir.rule', {
      ...{ name: `Only some ${model}`, model_id: row?.id, domain_force: domain },
      ...Object.fromEntries(ruled),
    });
    return {
      [Symbol.asyncDispose]: async () => {
        await this.call('ir.rule', 'unlink', { ids: [id] });
      },
    };
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
