import { z } from 'zod';
import { shippedReasonOf, shippedReasons } from '../../core/opt-out-reason.js';
import { ConfigurationError, isRecordError } from '../../support/errors.js';
import type { OdooSession } from '../connect.js';
import { char } from '../records/field-types.js';
import { searchRead } from '../records/search-read.js';
import { updateRecords } from '../records/update-records.js';

const model = 'mailing.subscription.optout';
const externalId = 'mailing_subscription_optout_data_';

const reasonRow = z.object({ id: z.number(), name: char });
const idRow = z.object({ name: z.string(), res_id: z.number() });

export interface GivenReason {
  subscriptionId: number;
  /** In MailChimp's words. */
  reason: string;
}

/**
 * Writes why people left, on subscriptions that are opted out (from Odoo 17.0; before there is no place for it). It is
 * only a remark: what Odoo refuses of it is left, and keeps nothing back (B45, B56).
 */
export async function writeOptOutReasons(
  odoo: OdooSession,
  mailingListId: number,
  given: readonly GivenReason[],
): Promise<void> {
  const told = given.filter(({ reason }) => shippedReasonOf(reason) !== null);
  if (!odoo.capabilities.optOutReasons || told.length === 0) return;
  try {
    const idOf = await readReasons(odoo);
    const updates = told.flatMap(({ subscriptionId: id, reason }) => {
      const reasonId = idOf(reason);
      return reasonId === undefined ? [] : [{ id, values: { opt_out_reason_id: reasonId } }];
    });
    const parent = { model: 'mailing.list', id: mailingListId, field: 'subscription_ids' };
    await updateRecords(odoo.transport, { model: odoo.capabilities.subscriptionModel, parent }, updates);
  } catch (error) {
    if (!(error instanceof ConfigurationError) && !isRecordError(error)) throw error;
  }
}

/** One of the same words, else the one of Odoo's own that says it. */
async function readReasons({ transport }: OdooSession): Promise<(reason: string) => number | undefined> {
  const [reasons, ids] = await Promise.all([
    searchRead(transport, { model, domain: [], fields: ['name'], row: reasonRow }),
    searchRead(transport, {
      model: 'ir.model.data',
      domain: [
        ['module', '=', 'mass_mailing'],
        ['model', '=', model],
      ],
      fields: ['name', 'res_id'],
      row: idRow,
    }),
  ]);
  const byName = new Map(reasons.map(({ id, name }) => [normal(name ?? ''), id]));
  const there = new Set(reasons.map(({ id }) => id));
  const byExternalId = new Map(ids.map(({ name, res_id: id }) => [name, id]));
  return (reason) => {
    const shipped = shippedReasonOf(reason);
    const number = shipped === null ? -1 : shippedReasons.indexOf(shipped);
    const own = byExternalId.get(`${externalId}${number}`);
    return byName.get(normal(reason)) ?? (own !== undefined && there.has(own) ? own : undefined);
  };
}

const normal = (name: string): string => name.trim().toLowerCase();
