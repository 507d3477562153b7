import type { MemberStatus } from '../../../src/core/member-status.js';
import type { World } from '../../support/world/open-world.js';
import { people } from './step.js';

export interface SeenMember {
  memberId: string;
  /** Where it is found. */
  id: string;
  email: string;
  status: MemberStatus;
  values: Record<string, unknown>;
  tags: string[];
}

export interface SeenContact {
  id: number;
  email: string;
  name: string;
  company: string;
  tags: string[];
  /** Null when it is not on the mailing list. */
  optOut: boolean | null;
}

export interface SeenCustomer {
  id: number;
  email: string;
  phone: string;
  tags: string[];
}

/** One person as they are on both sides. */
export interface SeenPerson {
  members: SeenMember[];
  contacts: SeenContact[];
  customers: SeenCustomer[];
  /** The address they have now is. */
  blacklisted: boolean;
}

interface RawMember {
  contact_id: string;
  id: string;
  email_address: string;
  status: MemberStatus;
  merge_fields: Record<string, unknown>;
  tags: { name: string }[];
}

/** The people of a story, known by their addresses (`p2.1@…` is one of person 2's), and looked at past the bridge. */
export class Crowd {
  readonly world: World;
  readonly domain: string;
  #addresses = 0;
  #mailingListId: number | null = null;
  #tags = new Map<number, string>();

  constructor(world: World, domain: string) {
    this.world = world;
    this.domain = domain;
  }

  newAddress(who: number): string {
    this.#addresses += 1;
    return `p${who}.${this.#addresses}@${this.domain}`;
  }

  async see(): Promise<SeenPerson[]> {
    const [members, contacts, customers, blacklist] = await Promise.all([
      this.#members(),
      this.#contacts(),
      this.#customers(),
      this.world.odoo.search('mail.blacklist', [['email', '=like', `%@${this.domain}`]], ['email']),
    ]);
    const seen = Array.from({ length: people }, (_, who) => ({
      members: members.filter(({ email }) => whoOf(email) === who && email.endsWith(`@${this.domain}`)),
      contacts: contacts.filter(({ email }) => whoOf(email) === who),
      customers: customers.filter(({ email }) => whoOf(email) === who),
    }));
    const listed = new Set(blacklist.map(({ email }) => email as string));
    return seen.map((person) => ({
      ...person,
      blacklisted: [...person.members, ...person.contacts].some(({ email }) =>
        listed.has(email.toLowerCase()),
      ),
    }));
  }

  async #members(): Promise<SeenMember[]> {
    const path = `/lists/${this.world.audienceId}/members?count=1000`;
    const pages = await Promise.all(
      ['', '&status=archived'].map((filter) => this.world.mailchimp.api('GET', `${path}${filter}`)),
    );
    return (pages as { members: RawMember[] }[])
      .flatMap(({ members }) => members)
      .map(({ contact_id: memberId, id, email_address: email, status, merge_fields: values, tags }) => ({
        ...{ memberId, id, email, status, values },
        tags: tags.map(({ name }) => name.toLowerCase()).sort(),
      }));
  }

  async #contacts(): Promise<SeenContact[]> {
    const { odoo } = this.world;
    const { subscriptionModel } = odoo.session.capabilities;
    const ofDomain = [['email_normalized', '=like', `%@${this.domain}`]];
    const [rows, subscriptions] = await Promise.all([
      odoo.search('mailing.contact', ofDomain, ['email_normalized', 'name', 'company_name', 'tag_ids']),
      odoo.search(
        subscriptionModel,
        [
          ['contact_id.email_normalized', '=like', `%@${this.domain}`],
          ['list_id', '=', await this.mailingListId()],
        ],
        ['contact_id', 'opt_out'],
      ),
    ]);
    const optOuts = new Map(
      subscriptions.map((row) => [(row.contact_id as [number])[0], row.opt_out as boolean]),
    );
    return Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        email: row.email_normalized as string,
        name: text(row.name),
        company: text(row.company_name),
        tags: await this.#namesOf(row.tag_ids as number[]),
        optOut: optOuts.get(row.id) ?? null,
      })),
    );
  }

  async #customers(): Promise<SeenCustomer[]> {
    const rows = await this.world.odoo.search(
      'res.partner',
      [['email_normalized', '=like', `%@${this.domain}`]],
      ['email_normalized', 'phone', 'category_id'],
    );
    return Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        email: row.email_normalized as string,
        phone: text(row.phone),
        tags: await this.#namesOf(row.category_id as number[]),
      })),
    );
  }

  async mailingListId(): Promise<number> {
    this.#mailingListId ??= await this.world.odoo.mailingListId();
    return this.#mailingListId;
  }

  /** On the mailing list, whatever its name is at the moment. */
  async hasContact({ optOut, ...values }: { name: string; email: string; optOut: boolean }): Promise<void> {
    const { odoo } = this.world;
    const subscription = { list_id: await this.mailingListId(), opt_out: optOut };
    await odoo.create('mailing.contact', {
      ...values,
      [odoo.session.capabilities.contactSubscriptions]: [[0, 0, subscription]],
    });
  }

  /** Names in lower case; read again when there are new ones. */
  async #namesOf(ids: readonly number[]): Promise<string[]> {
    if (!ids.every((id) => this.#tags.has(id))) {
      const rows = await this.world.odoo.search('res.partner.category', [], ['name']);
      this.#tags = new Map(rows.map(({ id, name }) => [id, (name as string).toLowerCase()]));
    }
    return ids.map((id) => this.#tags.get(id) ?? '').sort();
  }
}

const whoOf = (email: string): number => Number(/^p(\d+)\./u.exec(email.toLowerCase())?.[1] ?? -1);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
