import { z } from 'zod';
import type { OdooField, OdooFields } from '../../core/mapping/odoo-field.js';
import { parseResult } from '../parse-result.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

const fieldSchema = z.object({
  type: z.string(),
  relation: z.string().optional(),
  selection: z.array(z.tuple([z.unknown(), z.string()])).optional(),
  readonly: z.boolean().optional(),
  searchable: z.boolean().optional(),
});

export interface ModelFields {
  fields: OdooFields;
  /** Fields Odoo keeps from its own filters. */
  unsearchable: ReadonlySet<string>;
}

/** `fields_get` of a model. Rejects like any call: `odoo.missing_model`, `odoo.access`. */
export async function readFields(transport: OdooTransport, model: string): Promise<ModelFields> {
  const attributes = ['type', 'relation', 'selection', 'readonly', 'searchable'];
  const answer = await transport.call({ model, method: 'fields_get', params: { attributes } });
  const schema = z.record(z.string(), fieldSchema);
  const entries = Object.entries(parseResult(schema, answer, `fields_get of ${model}`));
  return {
    fields: new Map(entries.map(([name, field]) => [name, toField(name, field)])),
    unsearchable: new Set(entries.flatMap(([name, { searchable }]) => (searchable === false ? name : []))),
  };
}

function toField(name: string, field: z.output<typeof fieldSchema>): OdooField {
  const { type, relation = null, selection = [], readonly = false } = field;
  return {
    name,
    type,
    relation,
    selection: selection.map(([key, label]) => [String(key), label] as const),
    readonly,
  };
}
