import { checkFace } from '../addon/check-face.js';
import type { AccountConfig } from '../config/account-config.js';
import { createMailchimp, type Mailchimp } from '../mailchimp/create-mailchimp.js';
import { checkRights } from '../odoo/check-rights.js';
import { connectOdoo, type OdooSession } from '../odoo/connect.js';
import { openStore } from '../store/open-store.js';
import type { Clock } from '../support/clock.js';
import { openMapping } from '../sync/mapping/open-mapping.js';
import { mailchimpConnection, odooConnection } from './connections.js';
import { look, type Finding } from './finding.js';
import { examineClock, examineReceiver } from './webhooks/check-webhooks.js';

/** Looks at everything a run needs and goes on after a failure, so that one call shows all there is to mend (B43). */
export async function examine(config: AccountConfig, deps: { clock: Clock }): Promise<Finding[]> {
  const findings: Finding[] = [passed(config, 'configuration', audiencesOf(config))];
  findings.push(await look(config, 'store', () => examineStore(config, deps)));
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
    findings.push(await look(config, 'Odoo rights', () => examineRights(config, odoo)));
    findings.push(await look(config, 'face in Odoo', () => checkFace(odoo)));
    if (mailchimp !== null) findings.push(...(await examineMappings({ config, odoo, mailchimp })));
    await odoo.close();
  }
  return findings;
}

async function examineMappings(context: Parameters<typeof openMapping>[0]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const audience of context.config.audiences) {
    const examine = async (): Promise<string> =>
      `${(await openMapping(context, audience)).mappings.length} field(s) fit both sides`;
    findings.push(await look(context.config, `mapping ${audience.id}`, examine));
  }
  return findings;
}

async function examineRights(config: AccountConfig, session: OdooSession): Promise<string> {
  await checkRights(session, { customers: config.member_options.auto_create_customer });
  return 'may read and write everything used';
}

function audiencesOf({ audiences }: AccountConfig): string {
  return audiences.length === 1 ? '1 audience' : `${audiences.length} audiences`;
}

function passed({ account }: AccountConfig, check: string, detail: string): Finding {
  return { account, check, ok: true, detail, hint: null, error: null };
}
