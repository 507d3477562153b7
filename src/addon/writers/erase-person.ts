import { z } from 'zod';
import { addonModels, type PersonInAddon } from '../../core/addon-names.js';
import { mentionsAddress, withoutAddress } from '../../core/mentioned-address.js';
import { literally } from '../../odoo/people/by-address.js';
import { char } from '../../odoo/records/field-types.js';
import { searchRead, type Domain } from '../../odoo/records/search-read.js';
import { unlinkRecords } from '../../odoo/records/unlink-records.js';
import { updateRecords } from '../../odoo/records/update-records.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';

/** Takes a person out of the addon's logs and jobs (B57): lines about them go, results stay without the address. */
export async function erasePerson(
  odoo: OdooTransport,
  { address, records }: PersonInAddon,
): Promise<{ model: string; count: number }[]> {
  const lines = await linesAbout(odoo, address, records);
  await unlinkRecords(odoo, addonModels.logLine, lines);
  const results = await resultsNaming(odoo, address);
  const updates = results.map(({ id, text }) => ({
    id,
    values: { x_result: withoutAddress(text, address) },
  }));
  await updateRecords(odoo, { model: addonModels.job, parent: null }, updates);
  return [
    { model: addonModels.logLine, count: lines.length },
    { model: addonModels.job, count: updates.length },
  ];
}

async function linesAbout(
  odoo: OdooTransport,
  address: string,
  records: PersonInAddon['records'],
): Promise<number[]> {
  const text = literally(address);
  const naming = ['|', ['x_name', 'ilike', text], ['x_description', 'ilike', text]];
  const about = records
    .filter(({ ids }) => ids.length > 0)
    .flatMap(({ model, ids }) => ['|', '&', ['x_model', '=', model], ['x_res_id', 'in', ids]]);
  const row = z.object({
    id: z.number(),
    x_name: char,
    x_description: char,
    x_model: char,
    x_res_id: z.number(),
  });
  const rows = await searchRead(odoo, {
    model: addonModels.logLine,
    domain: [...about, ...naming] as Domain,
    fields: ['x_name', 'x_description', 'x_model', 'x_res_id'],
    row,
  });
  const isAbout = ({ x_model: model, x_res_id: id }: z.output<typeof row>): boolean =>
    records.some((some) => some.model === model && some.ids.includes(id));
  const isNaming = (line: z.output<typeof row>): boolean =>
    mentionsAddress(`${line.x_name ?? ''}\n${line.x_description ?? ''}`, address);
  return rows.filter((line) => isAbout(line) || isNaming(line)).map(({ id }) => id);
}

async function resultsNaming(odoo: OdooTransport, address: string): Promise<{ id: number; text: string }[]> {
  const rows = await searchRead(odoo, {
    model: addonModels.job,
    domain: [['x_result', 'ilike', literally(address)]],
    fields: ['x_result'],
    row: z.object({ id: z.number(), x_result: char }),
  });
  return rows
    .map(({ id, x_result: text }) => ({ id, text: text ?? '' }))
    .filter(({ text }) => mentionsAddress(text, address));
}
