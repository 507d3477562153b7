import { checkAddon } from '../addon/check-addon.js';
import type { AccountConfig } from '../config/account-config.js';
import { plainHttp } from '../config/plain-http.js';
import { createMailchimp, type Mailchimp } from '../mailchimp/create-mailchimp.js';
import type { ObjectType } from '../objects/object-type.js';
import { createdSource, sourcesOfPeople } from '../objects/registry.js';
import { checkRights, type OdooUses } from '../odoo/check-rights.js';
import { connectOdoo, type OdooSession } from '../odoo/connect.js';
import { openStore } from '../store/open-store.js';
import type { Mapping } from '../core/mapping/mapping.js';
import type { Clock } from '../support/clock.js';
import { examineDatabase } from '../sync/database/require-database.js';
import { openMapping } from '../sync/mapping/open-mapping.js';
import { typesNamed } from '../sync/mapping/types-in-use.js';
import { mailchimpConnection, odooConnection } from './connections.js';
import { examineSight } from './examine-sight.js';
import { type Finding, look } from './finding.js';
import { examineClock, examineReceiver } from './webhooks/check-webhooks.js';
import { ConfigurationError, OperatorError } from '../support/errors.js';
import { destinationOf } from '../core/mapping/writable.js';

/** Looks at everything a run needs and goes on after a failure, so that one call shows all there is to mend (B43). */
export async function examine(config: AccountConfig, deps: { clock: Clock }): Promise<Finding[]> {
  const findings: Finding[] = [passed(config, 'configuration', audiencesOf(config))];
  findings.push(examineNetwork(config));
  findings.push(await look(config, 'store', () => examineStore(config, deps)));
  if (findings.at(-1)?.ok === true)
    findings.push(await look(config, 'events', () => examineEvents(config, deps)));
  const mailchimp = createMailchimp(mailchimpConnection(config), deps);
  findings.push(
    await look(config, 'MailChimp', async () => `key accepted, account ${(await mailchimp.account()).name}`),
  );
  const reachable = findings.at(-1)?.ok === true;
  for (const { id } of reachable ? config.audiences : []) {
    findings.push(await look(config, `audience ${id}`, () => examineAudience(mailchimp, id)));
  }
  findings.push(...(await examineOdoo(config, reachable ? mailchimp : null, deps)));
  await mailchimp.close();
  if (config.webhooks !== undefined) findings.push(await examineReceiver(config));
  findings.push(await examineClock(config, deps));
  return findings;
}

async function examineStore(config: AccountConfig, deps: { clock: Clock }): Promise<string> {
  const store = await openStore(config.store, deps);
  await store.close();
  return config.store.startsWith('postgres') ? 'PostgreSQL answers' : `${config.store} can be written`;
}

/** B54: whatever is held waits for a person. */
async function examineEvents(config: AccountConfig, deps: { clock: Clock }): Promise<string> {
  const store = await openStore(config.store, deps);
  try {
    const held = await store.inbox.held();
    if (held.length === 0) return 'no event is held';
    const words = held.map(
      ({ audienceId, events, since }) => `${events} of audience ${audienceId} since ${since}`,
    );
    throw new OperatorError(
      `Events of webhooks are held, for they would change more people than limits: allows in an hour: ${words.join(', ')}`,
      {
        code: 'limits.exceeded',
        hint: 'Look at them with events list --state held; if they are meant, let them go with events release.',
      },
    );
  } finally {
    await store.close();
  }
}

async function examineAudience(mailchimp: Mailchimp, id: string): Promise<string> {
  const audience = await mailchimp.audiences.get(id);
  return `${audience.name}, ${audience.members.subscribed} subscribed`;
}

async function examineOdoo(
  config: AccountConfig,
  mailchimp: Mailchimp | null,
  deps: { clock: Clock },
): Promise<Finding[]> {
  const sessions: OdooSession[] = [];
  const login = await look(config, 'Odoo', async () => {
    const session = await connectOdoo(odooConnection(config), deps);
    sessions.push(session);
    return `Odoo ${session.serverVersion.text} over ${session.transport.protocol}, user ${session.uid}`;
  });
  const findings = [login];
  for (const odoo of sessions) {
    const { examined, mappings } =
      mailchimp === null ? noMappings : await examineMappings({ config, odoo, mailchimp });
    findings.push(await look(config, 'Odoo version', () => examineVersion(odoo)));
    findings.push(await look(config, 'Odoo database', () => examineBoundDatabase(config, odoo, deps)));
    findings.push(await look(config, 'Odoo rights', () => examineRights(config, odoo, mappings)));
    findings.push(...(await examineSight(config, odoo, mappings)));
    findings.push(await look(config, 'addon in Odoo', () => checkAddon(odoo)), ...examined);
    await odoo.close();
  }
  return findings;
}

async function examineBoundDatabase(
  config: AccountConfig,
  odoo: OdooSession,
  deps: { clock: Clock },
): Promise<string> {
  const store = await openStore(config.store, deps);
  try {
    return await examineDatabase({ config, odoo, store });
  } finally {
    await store.close();
  }
}

const noMappings = { examined: [], mappings: [] };

async function examineMappings(
  context: Parameters<typeof openMapping>[0],
): Promise<{ examined: Finding[]; mappings: Mapping[] }> {
  const examined: Finding[] = [];
  const mappings: Mapping[] = [];
  for (const audience of context.config.audiences) {
    const examine = async (): Promise<string> => {
      const mapping = await openMapping(context, audience);
      mappings.push(mapping);
      return `${mapping.mappings.length} field(s) fit both sides`;
    };
    examined.push(await look(context.config, `mapping ${audience.id}`, examine));
  }
  return { examined, mappings };
}

async function examineRights(
  config: AccountConfig,
  session: OdooSession,
  mappings: readonly Mapping[],
): Promise<string> {
  await checkRights(session, odooUses(config, mappings));
  return 'may read and write everything used';
}

function audiencesOf({ audiences }: AccountConfig): string {
  return audiences.length === 1 ? '1 audience' : `${audiences.length} audiences`;
}

/** Plain HTTP is no failure: the way may be a network of one's own. */
function examineNetwork(config: AccountConfig): Finding {
  const open = plainHttp(config);
  return open.length === 0
    ? passed(config, 'network', 'both servers are spoken to over TLS, or on this machine')
    : { ...passed(config, 'network', open.join('; ')), hint: 'Use https:// there.' };
}

function passed({ account }: AccountConfig, check: string, detail: string): Finding {
  return { account, check, ok: true, detail, hint: null, error: null };
}

const oldest = 14;
/** As README says; those of Odoo Online in between (`saas~18.2`) and later ones nobody has tried. */
const measured = ['14.0', '15.0', '16.0', '17.0', '18.0', '19.0'];

/**
 * Whether the bridge was tried on this Odoo, and how it talks to it (B43, B58).
 * @throws ConfigurationError `odoo.version` for one that lacks what the bridge goes by
 */
function examineVersion({ serverVersion, transport }: OdooSession): Promise<string> {
  const { major, text } = serverVersion;
  if (major < oldest) {
    throw new ConfigurationError(`Odoo ${text} is older than any the bridge works with`, {
      code: 'odoo.version',
      hint: `Upgrade Odoo to ${oldest}.0 or later.`,
    });
  }
  const isMeasured = measured.some(
    (version) => text === version || text.startsWith(`${version}+`) || text.startsWith(`${version}-`),
  );
  const known = isMeasured ? 'known to work' : `not tried yet: known to work are ${measured.join(', ')}`;
  const leaving = major >= 19 && transport.protocol !== 'json2';
  const advice = leaving ? '; Odoo will give this protocol up, an odoo.api_key brings json2' : '';
  return Promise.resolve(`${text} is ${known}, protocol ${transport.protocol}${advice}`);
}

/** What the account does in Odoo, as configured; by it its user's rights are judged (B43). */
function odooUses(config: AccountConfig, mappings: readonly Mapping[]): OdooUses {
  const { member_options: options, policies, audiences } = config;
  const tags = audiences.some((audience) => audience.tags !== 'none') || mappings.some(hasCategories);
  return {
    sources: typesOf(audiences).map((type) => ({
      model: type.model,
      create: type === createdSource && options.auto_create_customer,
      write: (tags && type.fields.tags !== null) || mappings.some((mapping) => writesTo(mapping, type)),
    })),
    blacklist: policies.on_cleaned === 'blacklist',
    tags,
    removal: policies.on_remote_delete === 'remove',
  };
}

function typesOf(audiences: AccountConfig['audiences']): ObjectType[] {
  const named = new Set(audiences.flatMap(typesNamed));
  return sourcesOfPeople.filter((type) => named.has(type));
}

function hasCategories({ mappings }: Mapping): boolean {
  return mappings.some(({ sources }) => Object.values(sources).some((source) => source?.kind === 'category'));
}

function writesTo({ mappings }: Mapping, { key }: ObjectType): boolean {
  return mappings.some((line) => {
    const has = Object.fromEntries(Object.keys(line.sources).map((each) => [each, true]));
    return line.owner !== 'odoo' && destinationOf(line, has)?.on === key;
  });
}
