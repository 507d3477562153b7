import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { odooConnection } from '../../../src/app/connections.js';
import { connectOdoo } from '../../../src/odoo/connect.js';
import { BridgeError } from '../../../src/support/errors.js';
import { planFile } from '../../../src/sync/plan/plan-file.js';
import { onlyReads } from '../../../src/odoo/transport/method-effect.js';
import type { Tap } from '../../support/tap.js';
import type { TappedRequest } from '../../support/tap-desk.js';
import { openEventWork, type EventWork } from '../../support/world/event-work.js';
import type { World } from '../../support/world/open-world.js';
import type { WebhookEar } from '../../support/world/webhook-ear.js';
import type { Mess } from './mess.js';
import type { Command, Edit, Run, Trouble } from './step.js';
import type { Stage } from './stage.js';
import type { Story } from './story.js';

export interface Taps {
  odoo: Tap;
  mailchimp: Tap;
}

interface Surroundings {
  stage: Stage;
  domain: string;
  ear: WebhookEar;
  mess: Mess;
  story: Story;
}

/** Runs of the bridge to which something happens on the way. */
export class ShakyBridge {
  readonly world: World;
  readonly #stage: Stage;
  readonly #domain: string;
  readonly #ear: WebhookEar;
  readonly #mess: Mess;
  readonly #story: Story;
  #eventWork: EventWork | null = null;

  /** @param domain of the people's addresses; other customers of the database are none of the story's */
  constructor(world: World, { stage, domain, ear, mess, story }: Surroundings) {
    this.#mess = mess;
    this.#story = story;
    this.world = world;
    this.#ear = ear;
    this.#stage = stage;
    this.#domain = domain;
  }

  /** Gives back whether it went to its end, with nothing happening to it. */
  async run(step: Run): Promise<boolean> {
    const isCalm = await this.#run(step);
    await this.#stage.secondOver();
    return isCalm;
  }

  async #run({ run, trouble, meanwhile }: Run): Promise<boolean> {
    if (trouble === null) return this.#spared(run, meanwhile);
    const met = { is: false, killed: false };
    const saved = this.#prepare(trouble, met);
    try {
      await this.#command(run, meanwhile);
    } catch (error) {
      if (!(met.is || this.#isForeseen(run)) || !isExpected(error)) throw error;
    }
    this.#stage.taps.odoo.reset();
    this.#stage.taps.mailchimp.reset();
    if (met.killed) await this.#rise(saved);
    else if (trouble.what === 'stopped') await this.world.restart();
    return !met.is && !this.#mess.isOn;
  }

  async #spared(run: Command, meanwhile?: Edit): Promise<boolean> {
    try {
      await this.#command(run, meanwhile);
      return !this.#mess.isOn;
    } catch (error) {
      if (!this.#isForeseen(run) || !isExpected(error)) throw error;
      return false;
    }
  }

  /** A run may end with an error in a mess, and a plan that the world has moved away from. */
  #isForeseen(run: Command): boolean {
    return this.#mess.isOn || run === 'apply';
  }

  /** Syncs, and tells which calls wrote on either side. */
  async writesOfSync(): Promise<string[]> {
    this.#stage.taps.odoo.reset();
    this.#stage.taps.mailchimp.reset();
    await this.#command('sync');
    return this.#writes();
  }

  /** Calls that wrote on either side, since the taps were reset or there were that many requests. */
  #writes(since = { odoo: 0, mailchimp: 0 }): string[] {
    const { odoo, mailchimp } = this.#stage.taps;
    const writesInOdoo = odoo.requests.slice(since.odoo).filter((request) => {
      const method = methodOf(request);
      return method !== null && !onlyReads(method);
    });
    const writes = mailchimp.requests.slice(since.mailchimp).filter(({ method }) => method !== 'GET');
    return [...writes, ...writesInOdoo].map(({ method, path, body }) => `${method} ${path} ${body}`);
  }

  #prepare({ what, server, at }: Trouble, met: { is: boolean; killed: boolean }): string {
    const saved = `${this.world.config.store}.killed`;
    const tap = this.#stage.taps[server];
    this.#stage.taps.odoo.reset();
    this.#stage.taps.mailchimp.reset();
    if (what === 'twice') {
      // Odoo is never asked twice by anything in between: its API has no writes that may be repeated.
      this.#stage.taps.mailchimp.reset({ twice: at });
      met.is = true;
      return saved;
    }
    const then = (drop: () => void): void => {
      met.is = true;
      if (what === 'killed before' || what === 'killed after') {
        met.killed = true;
        // What a process leaves that ends at this moment: no transaction is half written.
        copyStore(this.world.config.store, saved);
        void this.#stage.taps.odoo.cut();
        void this.#stage.taps.mailchimp.cut();
      }
      if (what === 'stopped') {
        this.world.abort();
        this.#eventWork?.abort();
      }
      drop();
    };
    const moment = what === 'lost answer' || what === 'killed after' ? 'answer' : 'request';
    tap.reset({ caught: { index: at, moment, then } });
    return saved;
  }

  /** A new process on the store the killed one left. */
  async #rise(saved: string): Promise<void> {
    await this.world.restart(() => {
      copyStore(saved, this.world.config.store);
    });
    // Its lock has to run out first: it was this process's own.
    await this.#stage.clock.sleep(61_000);
  }

  async #command(command: Command, meanwhile?: Edit): Promise<void> {
    const { world } = this;
    const allowLarge = true;
    const selection = { by: 'domain' as const, domain: [['email', '=ilike', `%@${this.#domain}%`]] };
    const customers = { model: 'res.partner' as const, audiences: [world.audienceId], selection, allowLarge };
    switch (command) {
      case 'fetch':
        await world.fetch({ allowLarge });
        return;
      case 'full fetch':
        await world.fetch({ full: true, allowLarge });
        return;
      case 'export':
        await world.exportContacts({ allowLarge });
        return;
      case 'export customers':
        await world.exportContacts(customers);
        return;
      case 'update':
        await world.updateContacts({ allowLarge });
        return;
      case 'auto-export':
        await world.bridge.autoExport({ audiences: [], dryRun: false, allowLarge });
        return;
      case 'sync':
        await world.sync({ allowLarge });
        return;
      case 'webhooks':
        return this.#workOnEvents();
      case 'apply':
        return this.#apply(meanwhile);
      case 'forget':
        return world.forget();
    }
  }

  async #apply(meanwhile?: Edit): Promise<void> {
    const { bridge, config } = this.world;
    const { odoo, mailchimp } = this.#stage.taps;
    const since = { odoo: odoo.count, mailchimp: mailchimp.count };
    const { runs } = await bridge.sync({ audiences: [], dryRun: true, allowLarge: true });
    const writes = this.#writes(since);
    if (writes.length > 0) throw new Error(`a dry run wrote: ${writes.join(', ')}`);
    const plan = planFile(
      { command: 'sync', audiences: [] },
      { account: config.account, madeAt: new Date(), runs },
    );
    if (meanwhile !== undefined && !this.#mess.forbids(meanwhile)) await this.#story.tell(meanwhile);
    // What people did meanwhile is none of the run's doing.
    await this.#story.see();
    await this.world.bridge.applyPlan(plan, { allowLarge: true });
  }

  /** The latest event first, and then all of them as they came. */
  async #workOnEvents(): Promise<void> {
    const forms = await this.#ear.told();
    const { clock, openHttp } = this.#stage;
    const way = { clock, ...(openHttp === undefined ? {} : { openHttp }) };
    const odoo = await connectOdoo(odooConnection(this.world.config), way);
    const work = await openEventWork(this.world, { ...way, odoo });
    this.#eventWork = work;
    try {
      await work.take(...forms.slice(-1));
      await work.work();
      await work.take(...forms);
      await work.work();
    } finally {
      this.#eventWork = null;
      await work.close();
      await odoo.close();
    }
  }
}

/** The method of a model that is called, over JSON-2 or JSON-RPC. */
function methodOf({ path, body }: TappedRequest): string | null {
  const json2 = /\/json\/2\/[^/]+\/([^/?]+)/u.exec(path)?.[1];
  if (json2 !== undefined || body === '') return json2 ?? null;
  const { params } = JSON.parse(body) as { params: { service: string; args: unknown[] } };
  return params.service === 'object' ? String(params.args[4]) : null;
}

function isExpected(error: unknown): boolean {
  return error instanceof BridgeError || (error as { name?: unknown }).name === 'AbortError';
}

function copyStore(from: string, to: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${to}${suffix}`, { force: true });
  for (const suffix of ['', '-wal'])
    if (existsSync(`${from}${suffix}`)) copyFileSync(`${from}${suffix}`, `${to}${suffix}`);
}
