import { ensureNamed, findNamed } from '../../odoo/people/ensure-named.js';
import { countRecords } from '../../odoo/records/count-records.js';
import type { AudienceRecord } from '../../store/audiences.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import { describeAudience } from './describe-audience.js';

/**
 * The Odoo mailing list of an audience: the one it was bound to before, else the one named in the configuration
 * or like the audience, made when there is none (B3). In a dry run nothing is made, and the id may be null.
 */
export async function bindAudience(
  context: SyncContext,
  audience: AudienceConfig,
  options: { dryRun: boolean },
): Promise<AudienceRecord> {
  const known = await context.store.audiences.get(audience.id);
  if (known !== null && (await isStillBound(context, audience, known))) return known;
  const { name, data } = known ?? (await describe(context, audience.id));
  const mailingList = audience.mailing_list ?? name;
  const resolve = options.dryRun ? findNamed : ensureNamed;
  const ids = await resolve(context.odoo.transport, 'mailing.list', [mailingList]);
  const mailingListId = ids.get(mailingList.trim().toLowerCase()) ?? null;
  const bound = { id: audience.id, name, mailingListId, data, fetchedAt: context.clock.now().toISOString() };
  if (!options.dryRun) await context.store.audiences.save(bound);
  return bound;
}

async function describe(context: SyncContext, audienceId: string): Promise<{ name: string; data: object }> {
  const data = await describeAudience(context.mailchimp, audienceId);
  return { name: data.name, data };
}

async function isStillBound(
  { odoo }: SyncContext,
  { mailing_list: wanted }: AudienceConfig,
  { mailingListId }: AudienceRecord,
): Promise<boolean> {
  if (mailingListId === null) return false;
  const named = wanted === undefined ? [] : [['name', '=ilike', wanted]];
  const domain = [['id', '=', mailingListId], ...named];
  return (await countRecords(odoo.transport, 'mailing.list', domain)) === 1;
}
