import { subscriberHash } from '../../../src/mailchimp/subscriber-hash.js';
import type { SmallOdoo } from '../../../src/small-odoo/small-odoo.js';
import type { Crowd, SeenPerson } from './crowd.js';
import { newNotes, optedOut, type Notes } from './notes.js';
import { people, type Edit } from './step.js';

/** Who lives on the two sides, what happened to them, and the edits people make. */
export class Story {
  readonly crowd: Crowd;
  readonly notes: Notes[] = Array.from({ length: people }, newNotes);
  #seen: SeenPerson[] | null = null;
  readonly #touched = new Set<number>();
  readonly #beginWrite: SmallOdoo['beginWrite'] | undefined;
  readonly #late: { who: number; contactId: number; commit(): void }[] = [];

  constructor(crowd: Crowd, beginWrite?: SmallOdoo['beginWrite']) {
    this.crowd = crowd;
    this.#beginWrite = beginWrite;
  }

  /** As it is now, after the bridge has done something. */
  async seeAnew(): Promise<SeenPerson[]> {
    this.#seen = null;
    return this.see();
  }

  async see(): Promise<SeenPerson[]> {
    if (this.#seen === null || this.#touched.size > 0) this.#seen = await this.crowd.see();
    this.#touched.clear();
    return this.#seen;
  }

  /** When somebody looked last: before the bridge did what it has done since. */
  get lastSeen(): SeenPerson[] {
    return this.#seen ?? [];
  }

  async tell(edit: Edit): Promise<void> {
    const seen = this.#touched.has(edit.who) || this.#seen === null ? await this.see() : this.#seen;
    this.#touched.add(edit.who);
    const notes = this.notes[edit.who];
    const person = seen[edit.who];
    if (notes !== undefined && person !== undefined) await this.#tell(edit, person, notes);
  }

  async #tell(edit: Edit, person: SeenPerson, notes: Notes): Promise<void> {
    switch (edit.edit) {
      case 'member':
      case 'contact':
      case 'customer':
        return this.#arrive(edit, person, notes);
      case 'unsubscribe':
      case 'leave':
      case 'bounce':
      case 'archive':
      case 'delete':
        return this.#endInMailchimp(edit.edit, person, notes);
      case 'sign up':
      case 'confirm':
      case 'readd':
        return this.#beginInMailchimp(edit, person, notes);
      case 'opt out':
      case 'opt out late':
      case 'opt in':
      case 'blacklist':
      case 'delete contact':
      case 'off the list':
      case 'on the list':
      case 'import again':
        return this.#changeInOdoo(edit, person, notes);
      default:
        return this.#change(edit, person, notes);
    }
  }

  #addressOf(who: number, person: SeenPerson): string {
    return recordsOf(person)[0]?.email ?? this.crowd.newAddress(who);
  }

  async #arrive(edit: Edit, person: SeenPerson, notes: Notes): Promise<void> {
    const { odoo, mailchimp } = this.crowd.world;
    const email = this.#addressOf(edit.who, person);
    // Of whom no record is left, and who comes under a new address, nobody can know that they were here before.
    if (recordsOf(person).length === 0) Object.assign(notes, newNotes());
    if (edit.edit === 'member') {
      if (person.members.length > 0 || notes.wasDeleted) return;
      if (edit.status !== 'subscribed') notes.alwaysWelcome = false;
      await mailchimp.has({
        ...{ email_address: email, status: edit.status, unsubscribed_by: 'user' },
        merge_fields: { FNAME: 'Mia', LNAME: 'Dane' },
      });
    }
    if (edit.edit === 'contact') {
      const isMoving = person.members.some((member) => member.email.toLowerCase() !== email);
      if (person.contacts.length > 1 || isMoving) return;
      notes.twins ||= person.contacts.length > 0;
      // One more that is out can't be told from the first, where that only mirrors MailChimp.
      const isMirrored = !notes.ownOptOut && person.contacts.some(({ optOut }) => optOut === true);
      if (edit.optOut) optedOut(notes, { inOdoo: !isMirrored });
      const name = person.contacts.length === 0 ? 'Mia Dane' : 'Noa Dane';
      await this.crowd.hasContact({ name, email, optOut: edit.optOut });
    }
    if (edit.edit === 'customer' && person.customers.length < 2) {
      notes.shared ||= person.customers.length > 0;
      const name = person.customers.length === 0 ? 'Mia Dane' : 'Noa Dane';
      await odoo.create('res.partner', { name, email });
    }
  }

  async #endInMailchimp(action: string, { members }: SeenPerson, notes: Notes): Promise<void> {
    const { mailchimp } = this.crowd.world;
    const [member] = members;
    const from: Record<string, readonly string[]> = {
      unsubscribe: ['subscribed', 'pending'],
      leave: ['subscribed', 'pending'],
      bounce: ['subscribed'],
      archive: ['subscribed', 'unsubscribed'],
      delete: ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'archived'],
    };
    if (member === undefined || from[action]?.includes(member.status) !== true) return;
    optedOut(notes, { inOdoo: false });
    if (action === 'delete') notes.wasDeleted = true;
    const source = action === 'unsubscribe' ? 'user' : 'admin';
    const persona = { leave: 'unsubscribe', delete: 'delete_permanent' }[action] ?? action;
    await mailchimp.persona(member.email, persona, { source });
  }

  async #beginInMailchimp(edit: Edit, person: SeenPerson, notes: Notes): Promise<void> {
    const { mailchimp } = this.crowd.world;
    const [member] = person.members;
    if (edit.edit === 'sign up' && member?.status !== 'subscribed') {
      notes.signedUp = true;
      await mailchimp.persona(member?.email ?? this.#addressOf(edit.who, person), 'subscribe', {
        source: 'user',
      });
    }
    if (edit.edit === 'confirm' && member?.status === 'pending') {
      notes.signedUp = true;
      await mailchimp.persona(member.email, 'confirm');
    }
    if (edit.edit === 'readd' && member?.status === 'unsubscribed')
      await mailchimp.persona(member.email, 'subscribe', { source: 'admin' });
  }

  async #changeInOdoo({ who, edit: action }: Edit, person: SeenPerson, notes: Notes): Promise<void> {
    const { odoo } = this.crowd.world;
    const [contact] = person.contacts;
    const address = recordsOf(person)[0]?.email;
    if (action === 'blacklist' && address !== undefined) {
      optedOut(notes, { inOdoo: false });
      await odoo.create('mail.blacklist', { email: address });
    }
    if (contact === undefined) return;
    if (action === 'opt out' && contact.optOut === false) {
      optedOut(notes, { inOdoo: true });
      await this.#setOptOut([contact.id], true);
    }
    if (action === 'opt out late' && contact.optOut === false) await this.#beginOptOut(who, contact.id);
    if (action === 'opt in' && person.contacts.some(({ optOut }) => optOut === true)) {
      notes.ownOptOut = false;
      notes.optedInOdoo = true;
      await this.#setOptOut(
        person.contacts.map(({ id }) => id),
        false,
      );
    }
    if (action === 'off the list' || action === 'on the list' || action === 'import again')
      return this.#makeAnew(action, person, notes);
    if (action === 'delete contact') {
      notes.optedInOdoo = false;
      notes.ownOptOut &&= person.contacts.slice(1).some(({ optOut }) => optOut === true);
      notes.contactDeleted = true;
      // What was put on it went with it.
      delete notes.edits.COMPANY;
      notes.alwaysWelcome = false;
      await odoo.call('mailing.contact', 'unlink', { ids: [contact.id] });
    }
  }

  /** A subscription that was made anew is no opt-in, whatever it says (B46). */
  async #makeAnew(action: string, { contacts, members }: SeenPerson, notes: Notes): Promise<void> {
    const { odoo } = this.crowd.world;
    const [contact] = contacts;
    const [member] = members;
    const isOn = contact?.optOut !== null;
    if (contact === undefined || contacts.length > 1 || isOn === (action === 'on the list')) return;
    Object.assign(notes, { optedInOdoo: false, alwaysWelcome: false, contactDeleted: true });
    const { subscriptionModel } = odoo.session.capabilities;
    const list_id = await this.crowd.mailingListId();
    if (action === 'on the list')
      await odoo.create(subscriptionModel, { contact_id: contact.id, list_id, opt_out: false });
    if (action === 'off the list') {
      const rows = await odoo.search(subscriptionModel, [['contact_id', '=', contact.id]], ['id']);
      await odoo.call(subscriptionModel, 'unlink', { ids: rows.map(({ id }) => id) });
    }
    if (action === 'import again') {
      // Under an address that no member has and no run has seen, they are somebody new.
      notes.torn ||= member !== undefined && member.email.toLowerCase() !== contact.email;
      delete notes.edits.COMPANY;
      await odoo.call('mailing.contact', 'unlink', { ids: [contact.id] });
      await this.crowd.hasContact({ name: contact.name, email: contact.email, optOut: false });
    }
    // Of an opt-out that no run has seen nothing is left.
    notes.ownOptOut &&= notes.isOptOutKnown;
  }

  async #setOptOut(contactIds: number[], optOut: boolean): Promise<void> {
    const { odoo } = this.crowd.world;
    const ids = (await this.#subscriptionsOf(contactIds)).map(({ id }) => id);
    await odoo.write(odoo.session.capabilities.subscriptionModel, ids, { opt_out: optOut });
  }

  async #subscriptionsOf(contactIds: number[]) {
    const { odoo } = this.crowd.world;
    const domain = [
      ['contact_id', 'in', contactIds],
      ['list_id', '=', await this.crowd.mailingListId()],
    ];
    return odoo.search(odoo.session.capabilities.subscriptionModel, domain, ['opt_out']);
  }

  async #beginOptOut(who: number, contactId: number): Promise<void> {
    const { subscriptionModel } = this.crowd.world.odoo.session.capabilities;
    const ids = (await this.#subscriptionsOf([contactId])).map(({ id }) => id);
    const begun = this.#beginWrite?.(subscriptionModel, ids, { opt_out: true });
    if (begun !== undefined) this.#late.push({ ...begun, who, contactId });
  }

  get hasBegun(): boolean {
    return this.#late.length > 0;
  }

  /** What was begun is over; it comes to nothing where the subscription has gone meanwhile, or is opted out already. */
  async endBegun(): Promise<void> {
    for (const { who, contactId, commit } of this.#late.splice(0)) {
      const rows = await this.#subscriptionsOf([contactId]);
      const notes = this.notes[who];
      if (notes === undefined || !rows.some(({ opt_out: optOut }) => optOut === false)) continue;
      commit();
      optedOut(notes, { inOdoo: true });
      this.#touched.add(who);
    }
  }

  async #change(edit: Edit, person: SeenPerson, notes: Notes): Promise<void> {
    const { odoo, mailchimp, audienceId } = this.crowd.world;
    const [member] = person.members;
    const [contact] = person.contacts;
    const [customer] = person.customers;
    const isMember = member !== undefined && member.status !== 'archived';
    const profile = (merge_fields: object): Promise<void> =>
      mailchimp.persona(member?.email ?? '', 'profile', { merge_fields });
    if (edit.edit === 'field') {
      const { field, value } = edit;
      const note = (): void => {
        notes.edits[field] = { ...notes.edits[field], [edit.on]: value };
      };
      if (edit.on === 'mailchimp' && isMember) {
        note();
        await profile({ [field]: value });
      }
      if (edit.on === 'odoo' && field === 'COMPANY' && contact !== undefined) {
        note();
        await odoo.write('mailing.contact', [contact.id], { company_name: value || false });
      }
      if (edit.on === 'odoo' && field === 'PHONE' && customer !== undefined) {
        note();
        await odoo.write('res.partner', [customer.id], { phone: value || false });
      }
    }
    if (edit.edit === 'name') {
      const [first = '', ...rest] = edit.value.split(' ');
      if (edit.on === 'mailchimp' && isMember) await profile({ FNAME: first, LNAME: rest.join(' ') });
      if (edit.on === 'odoo' && contact !== undefined)
        await odoo.write('mailing.contact', [contact.id], { name: edit.value });
    }
    if (edit.edit === 'tag') {
      const { tag, active } = edit;
      if (edit.on === 'mailchimp' && isMember) {
        const tags = [{ name: tag, status: active ? 'active' : 'inactive' }];
        const hash = subscriberHash(member.email.toLowerCase());
        await mailchimp.api('POST', `/lists/${audienceId}/members/${hash}/tags`, { tags });
      }
      if (edit.on === 'odoo' && contact !== undefined) {
        const command = [active ? 4 : 3, await odoo.tag(tag)];
        await odoo.write('mailing.contact', [contact.id], { tag_ids: [command] });
        if (!active && customer !== undefined)
          await odoo.write('res.partner', [customer.id], { category_id: [command] });
      }
    }
    const isAlone = !notes.twins && !notes.shared;
    if (edit.edit === 'address' && notes.linked && isAlone && isMember && contact !== undefined) {
      const address = this.crowd.newAddress(edit.who);
      if (edit.on === 'mailchimp')
        await mailchimp.persona(member.email, 'change_email', { new_email: address });
      else {
        notes.movedInOdoo = true;
        await odoo.write('mailing.contact', [contact.id], { email: address });
      }
    }
    if (edit.edit === 'case' && contact !== undefined)
      await odoo.write('mailing.contact', [contact.id], { email: `Mia <${contact.email.toUpperCase()}>` });
  }
}

function recordsOf({ contacts, members, customers }: SeenPerson): { email: string }[] {
  return [...contacts, ...members, ...customers];
}
