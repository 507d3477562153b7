import { onlyReads } from '../../odoo/transport/method-effect.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import type { Store } from '../../store/store.js';
import type { SyncContext } from '../sync-context.js';

/**
 * The same two servers and the same store for a dry run (B29): nothing is written to the servers by mistake, and the store
 * keeps no trace of a run that did nothing. Only what MailChimp shows of its members is remembered as ever: plans are made
 * from there.
 */
export function withoutWrites(context: SyncContext): SyncContext {
  const { odoo, mailchimp } = context;
  const { members, tags, webhooks } = mailchimp;
  return {
    ...context,
    odoo: { ...odoo, transport: readingTransport(odoo.transport) },
    mailchimp: {
      ...mailchimp,
      get calls() {
        return mailchimp.calls;
      },
      members: onlyReading('members', members, ['changed', 'count', 'ids', 'get']),
      tags: onlyReading('tags', tags, ['of']),
      webhooks: onlyReading('webhooks', webhooks, ['list']),
    },
    store: forgetfulStore(context.store),
    async addon() {
      const addon = await context.addon();
      return addon === null ? null : onlyReading('addon', addon, ['autoExportRules']);
    },
  };
}

function readingTransport(transport: OdooTransport): OdooTransport {
  return {
    protocol: transport.protocol,
    get calls() {
      return transport.calls;
    },
    async call(call) {
      if (!onlyReads(call.method)) throw inDryRun(`${call.model}.${call.method}`);
      return transport.call(call);
    },
    close: () => transport.close(),
  };
}

function onlyReading<Api extends object>(what: string, api: Api, reads: readonly (keyof Api)[]): Api {
  const refused = Object.keys(api).filter((name) => !reads.includes(name as keyof Api));
  const refusals = refused.map((name) => [name, () => Promise.reject(inDryRun(`${what}.${name}`))]);
  return { ...api, ...(Object.fromEntries(refusals) as Partial<Api>) };
}

function inDryRun(what: string): Error {
  return new Error(`${what} was called in a dry run, which writes nothing`);
}

function forgetfulStore(store: Store): Store {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    ...store,
    audiences: { ...store.audiences, save: nothing },
    autoExports: { ...store.autoExports, save: nothing, remove: nothing },
    bindings: { ...store.bindings, markAddon: nothing, forgetAddon: nothing },
    consentHistory: { ...store.consentHistory, append: nothing },
    consentLedger: { ...store.consentLedger, save: nothing, remove: nothing },
    exportFailures: { ...store.exportFailures, save: nothing, forget: nothing },
    feedRows: { ...store.feedRows, save: nothing },
    intents: { ...store.intents, close: nothing },
    journal: { ...store.journal, append: nothing },
    marks: { ...store.marks, set: nothing, clear: nothing },
    forgetOdoo: nothing,
    transaction: (work) => store.transaction((inside) => work(forgetfulStore(inside))),
  };
}
