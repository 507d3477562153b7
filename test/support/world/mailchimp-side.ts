import type { ShiftedClock } from './shifted-clock.js';
import type { Sandbox } from 'mailchimp-sandbox';

export interface SeenMember {
  id: string;
  email_address: string;
  status: string;
  merge_fields: Record<string, unknown>;
  tags: { name: string }[];
  contact_id: string;
}

/** MailChimp as a test sees and changes it, past the bridge. */
export class MailchimpSide {
  readonly #sandbox: Sandbox;
  readonly #audienceId: string;
  readonly #clock: ShiftedClock;
  readonly #send: Sandbox['fetch'];

  constructor(sandbox: Sandbox, audienceId: string, clock: ShiftedClock, send: Sandbox['fetch'] = fetch) {
    this.#sandbox = sandbox;
    this.#audienceId = audienceId;
    this.#clock = clock;
    this.#send = send;
  }

  /** Lets time pass in MailChimp. */
  wait(seconds: number): void {
    this.#clock.advance(seconds);
  }

  /** Makes a group of interests; their ids in the order of their names. */
  async hasInterests<const Names extends readonly string[]>(
    title: string,
    names: Names,
  ): Promise<{ [Index in keyof Names]: string }> {
    const path = `/lists/${this.#audienceId}/interest-categories`;
    const category = (await this.api('POST', path, { title, type: 'checkboxes' })) as { id: string };
    const ids: string[] = [];
    for (const name of names) {
      const made = (await this.api('POST', `${path}/${category.id}/interests`, { name })) as { id: string };
      ids.push(made.id);
    }
    return ids as { [Index in keyof Names]: string };
  }

  /** A call of the sandbox's control API. */
  async control(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
    return this.#call(`${this.#sandbox.origin}/_sandbox${path}`, method, body);
  }

  async api(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<unknown> {
    return this.#call(`${this.#sandbox.url}${path}`, method, body);
  }

  /** Puts members there in any status. */
  async has(...members: object[]): Promise<void> {
    await this.control('POST', `/audiences/${this.#audienceId}/members`, { members });
  }

  async hasMany(count: number): Promise<void> {
    await this.control('POST', `/audiences/${this.#audienceId}/members`, { count, seed: 1 });
  }

  /** A merge field is changed by hand, or deleted where no change is given. */
  async changeMergeField(tag: string, change: object | null): Promise<void> {
    const path = `/lists/${this.#audienceId}/merge-fields`;
    const { merge_fields: fields } = (await this.api('GET', `${path}?count=100`)) as {
      merge_fields: { merge_id: number; tag: string }[];
    };
    const id = fields.find((field) => field.tag === tag)?.merge_id;
    if (id === undefined) throw new Error(`no merge field ${tag}`);
    if (change === null) await this.api('DELETE', `${path}/${id}`);
    else await this.api('PATCH', `${path}/${id}`, change);
  }

  async persona(email: string, action: string, more: object = {}): Promise<void> {
    await this.control('POST', `/audiences/${this.#audienceId}/persona`, { email, action, ...more });
  }

  /** Null when there is no such member. */
  async member(email: string): Promise<SeenMember | null> {
    const answer = await this.api('GET', `/lists/${this.#audienceId}/members/${email}`);
    return (answer as { status: unknown }).status === 404 ? null : (answer as SeenMember);
  }

  async count(status?: string): Promise<number> {
    const filter = status === undefined ? '' : `&status=${status}`;
    const answer = await this.api('GET', `/lists/${this.#audienceId}/members?count=0${filter}`);
    return (answer as { total_items: number }).total_items;
  }

  /** What the bridge called, by route. */
  async requests(): Promise<{ total: number; by_route: Record<string, number>; max_in_flight: number }> {
    return (await this.control('GET', '/requests')) as Awaited<ReturnType<MailchimpSide['requests']>>;
  }

  async #call(url: string, method: string, body?: object): Promise<unknown> {
    const request = new Request(url, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('test:test-us1')}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await this.#send(request);
    const text = await answer.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  }
}
