import { z } from 'zod';
import { addonModels } from '../../core/addon-names.js';
import { memberStatuses, type MemberStatus } from '../../core/member-status.js';
import { usualSource } from '../../objects/registry.js';
import { createRecords, type Values } from '../../odoo/records/create-records.js';
import { toDomainText } from '../../odoo/records/domain-text.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import { searchRead, type Domain } from '../../odoo/records/search-read.js';
import { updateRecords } from '../../odoo/records/update-records.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { many2one } from '../../odoo/records/field-types.js';
import { writeContext } from '../../odoo/records/write-context.js';

/** An audience as the addon shows it (B3, B37, B39). */
export interface AudienceRow {
  /** MailChimp's id. */
  id: string;
  name: string;
  /** The Odoo mailing list it is bound to; null when there is none yet. */
  mailingListId: number | null;
  /** As MailChimp writes it. */
  dateCreated: string | null;
  subscribeUrl: string | null;
  rating: number | null;
  doubleOptin: boolean;
  /** Members by status; those not told stay as they are. */
  counts: Partial<Record<MemberStatus, number>>;
  /** When its members were last fetched; left out, it stays as it is. */
  fetchedAt?: Date;
  /**
   * The rule of the configuration file, shown and locked in Odoo; null when the file has none, and then it is Odoo's
   * to say (see `readAutoExport`).
   */
  pinnedAutoExport: { enabled: boolean; model: string; domain: Domain } | null;
}

const knownRow = z.looseObject({ id: z.number(), x_mailchimp_id: z.string() });
type KnownRow = z.infer<typeof knownRow>;

/**
 * Brings the audiences of an account into Odoo, and binds their mailing lists. What is the same already costs no
 * write; at most five calls, one more for each list that is newly bound.
 * @returns record ids by MailChimp id
 */
export async function writeAudiences(
  odoo: OdooTransport,
  accountRecordId: number,
  rows: readonly AudienceRow[],
): Promise<Map<string, number>> {
  const known = await readKnown(odoo, accountRecordId);
  const news = rows.filter(({ id }) => !known.has(id));
  const created = await createRecords(
    odoo,
    addonModels.audience,
    news.map((row) => ({ ...defaults, x_account_id: accountRecordId, ...valuesOf(row) })),
  );
  const updates = rows.flatMap((row) => {
    const before = known.get(row.id);
    const values =
      before === undefined ? {} : changed({ ...valuesOf(row), ...released(row, before) }, before);
    return before === undefined || Object.keys(values).length === 0 ? [] : [{ id: before.id, values }];
  });
  const parent = { model: addonModels.account, id: accountRecordId, field: 'x_audience_ids' };
  await updateRecords(odoo, { model: addonModels.audience, parent }, updates);
  const ids = new Map([...known].map(([mailchimpId, { id }]) => [mailchimpId, id]));
  news.forEach(({ id }, index) => ids.set(id, created[index] ?? 0));
  await bindMailingLists(
    odoo,
    rows.map(({ id, mailingListId }) => ({ audienceRecordId: ids.get(id) ?? 0, mailingListId })),
  );
  return ids;
}

/** What a form without a rule starts from. */
const defaults: Values = { x_auto_export_model: usualSource.model };

async function readKnown(odoo: OdooTransport, accountRecordId: number): Promise<Map<string, KnownRow>> {
  const rows = await searchRead(odoo, {
    ...{ model: addonModels.audience, domain: [['x_account_id', '=', accountRecordId]], row: knownRow },
    fields: [...fields, ...memberStatuses.map((status) => `x_count_${status}`)],
  });
  return new Map(rows.map((row) => [row.x_mailchimp_id, row]));
}

const fields = [
  'x_mailchimp_id',
  'x_name',
  'x_date_created',
  'x_subscribe_url',
  'x_rating',
  'x_double_optin',
  'x_fetched_at',
  'x_auto_export',
  'x_auto_export_model',
  'x_auto_export_domain',
  'x_auto_export_pinned',
];

function valuesOf(row: AudienceRow): Values {
  const { pinnedAutoExport: pinned } = row;
  const counts = Object.entries(row.counts).map(([status, count]) => [`x_count_${status}`, count] as const);
  return {
    x_mailchimp_id: row.id,
    x_name: row.name,
    x_date_created: row.dateCreated === null ? false : toOdooDate(new Date(row.dateCreated)),
    x_subscribe_url: row.subscribeUrl ?? false,
    x_rating: row.rating ?? 0,
    x_double_optin: row.doubleOptin,
    x_auto_export_pinned: pinned !== null,
    ...(row.fetchedAt === undefined ? {} : { x_fetched_at: toOdooDate(row.fetchedAt) }),
    ...(pinned === null ? {} : autoExportValues(pinned)),
    ...Object.fromEntries(counts),
  };
}

/** A rule taken out of the configuration file exports no more, until somebody in Odoo says so; its filter stays to look at. */
const released = ({ pinnedAutoExport: pinned }: AudienceRow, before: KnownRow): Values =>
  pinned === null && before.x_auto_export_pinned === true ? { x_auto_export: false } : {};

const autoExportValues = (pinned: NonNullable<AudienceRow['pinnedAutoExport']>): Values => ({
  x_auto_export: pinned.enabled,
  x_auto_export_model: pinned.model,
  x_auto_export_domain: toDomainText(pinned.domain),
});

const changed = (values: Values, before: KnownRow): Values =>
  Object.fromEntries(Object.entries(values).filter(([field, value]) => before[field] !== value));

const field = 'x_mailchimp_audience_id';
const row = z.object({ id: z.number(), [field]: many2one });

/** Says on every mailing list which audience it is bound to, and takes it off lists that no longer are. */
async function bindMailingLists(
  odoo: OdooTransport,
  bindings: readonly { audienceRecordId: number; mailingListId: number | null }[],
): Promise<void> {
  const wanted = new Map(
    bindings.flatMap(({ audienceRecordId, mailingListId }) =>
      mailingListId === null ? [] : [[mailingListId, audienceRecordId] as const],
    ),
  );
  const audiences = bindings.map(({ audienceRecordId }) => audienceRecordId);
  const lists = await searchRead(odoo, {
    ...{ model: 'mailing.list', fields: [field], row, context: { active_test: false } },
    domain: ['|', ['id', 'in', [...wanted.keys()]], [field, 'in', audiences]],
  });
  for (const { id, [field]: bound } of lists) {
    const audience = wanted.get(id) ?? null;
    if (bound === audience) continue;
    const params = { vals: { [field]: audience ?? false } };
    await odoo.call({ model: 'mailing.list', method: 'write', ids: [id], params, context: writeContext });
  }
}
