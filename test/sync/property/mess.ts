import type { Crowd } from './crowd.js';
import type { Edit } from './step.js';

/** What people do to the two systems and not to a person; each stays until it is put right again. */
export const messes = [
  'field renamed',
  'field required',
  'list archived',
  'list renamed',
  'lists merged',
  'tag archived',
  'listed late',
  'odd row',
  'no right to make tags',
  'no right to blacklist',
  'a contact nobody may write',
] as const;

export type MessKind = (typeof messes)[number];

type Undo = () => Promise<void>;

/** The state both systems are in: whatever it is, no run may break a rule, and all is well once it is put right. */
export class Mess {
  readonly #crowd: Crowd;
  readonly #undos = new Map<MessKind, Undo>();

  constructor(crowd: Crowd) {
    this.#crowd = crowd;
  }

  get isOn(): boolean {
    return this.#undos.size > 0;
  }

  /** A right that is taken away is taken from everybody. */
  forbids(edit: Edit): boolean {
    const isOn = (kind: MessKind): boolean => this.#undos.has(kind);
    // Nobody can fill in a field that is called otherwise.
    if (edit.edit === 'field' && edit.on === 'mailchimp' && edit.field === 'COMPANY' && isOn('field renamed'))
      return true;
    if (edit.edit === 'blacklist') return isOn('no right to blacklist');
    if (edit.edit === 'tag' && isOn('no right to make tags')) return edit.on === 'odoo';
    if (!isOn('a contact nobody may write')) return false;
    return edit.edit === 'case' || ('on' in edit && edit.on === 'odoo');
  }

  /** Makes it, or puts it right. */
  async toggle(kind: MessKind): Promise<void> {
    const undo = this.#undos.get(kind);
    this.#undos.delete(kind);
    if (undo !== undefined) await undo();
    // The tag may have to be made first.
    else if (kind === 'tag archived' && this.#undos.has('no right to make tags')) return;
    else this.#undos.set(kind, await this.#make(kind));
  }

  /** @param kinds all of them, when none is named */
  async clear(...kinds: MessKind[]): Promise<void> {
    for (const [kind, undo] of this.#undos) {
      if (kinds.length > 0 && !kinds.includes(kind)) continue;
      this.#undos.delete(kind);
      await undo();
    }
  }

  #make(kind: MessKind): Promise<Undo> {
    switch (kind) {
      case 'field renamed':
        return this.#field('COMPANY', { tag: 'FIRMA' }, { tag: 'COMPANY' });
      case 'field required':
        return this.#field('PHONE', { required: true }, { required: false });
      case 'list archived':
        return this.#list({ active: false }, { active: true });
      case 'list renamed':
        return this.#list({ name: `Old ${this.#crowd.domain}` }, { name: `Story ${this.#crowd.domain}` });
      case 'lists merged':
        return this.#merge();
      case 'tag archived':
        return this.#tag();
      case 'listed late':
        return this.#lag();
      case 'odd row':
        return this.#oddRow();
      case 'no right to make tags':
        return this.#rule('res.partner.category', nothing, 'create');
      case 'no right to blacklist':
        return this.#rule('mail.blacklist', nothing, 'create', 'write');
      case 'a contact nobody may write':
        return this.#rule('mailing.contact', `[('email', 'not ilike', '@${this.#crowd.domain}')]`, 'write');
    }
  }

  async #field(tag: string, change: object, back: object): Promise<Undo> {
    const { mailchimp } = this.#crowd.world;
    await mailchimp.changeMergeField(tag, change);
    const { tag: now = tag } = change as { tag?: string };
    return () => mailchimp.changeMergeField(now, back);
  }

  async #list(change: object, back: object): Promise<Undo> {
    const { odoo } = this.#crowd.world;
    const id = await this.#crowd.mailingListId();
    await odoo.write('mailing.list', [id], change);
    return () => odoo.write('mailing.list', [id], back);
  }

  /** Everybody who is opted in goes to another list; it is put right by taking the old one up again. */
  async #merge(): Promise<Undo> {
    const { odoo } = this.#crowd.world;
    const id = await this.#crowd.mailingListId();
    await odoo.mergeLists(id, await odoo.create('mailing.list', { name: `All of ${this.#crowd.domain}` }));
    return () => odoo.write('mailing.list', [id], { active: true });
  }

  async #tag(): Promise<Undo> {
    const { odoo } = this.#crowd.world;
    const id = await odoo.tag('Farm');
    await odoo.write('res.partner.category', [id], { active: false });
    return () => odoo.write('res.partner.category', [id], { active: true });
  }

  async #lag(): Promise<Undo> {
    const { mailchimp } = this.#crowd.world;
    await mailchimp.control('PUT', '/knobs', { listing_lag_s: 90 });
    return async () => {
      await mailchimp.control('PUT', '/knobs', { listing_lag_s: 0 });
    };
  }

  /** It stays: nobody can take one away again. */
  async #oddRow(): Promise<Undo> {
    const { mailchimp, audienceId } = this.#crowd.world;
    const members = [{ email_address: '', status: 'subscribed' }];
    await mailchimp.control('POST', `/audiences/${audienceId}/odd-members`, { members });
    return () => Promise.resolve();
  }

  async #rule(model: string, domain: string, ...rights: ('write' | 'create')[]): Promise<Undo> {
    const rule = await this.#crowd.world.odoo.allowsOnly(model, domain, ...rights);
    return async () => rule[Symbol.asyncDispose]();
  }
}

const nothing = "[('id', '=', 0)]";
