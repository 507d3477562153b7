import { boolean, char, integer, many2one, selection, text } from '../fields.js';
import type { FieldDefinition, FieldType, ModelDefinition, Row } from '../model-definition.js';

const models: ModelDefinition = {
  name: 'ir.model',
  label: 'Models',
  order: 'model',
  fields: {
    model: char('Model', { required: true }),
    name: char('Model Description', { required: true }),
    state: char('Type', { initial: 'base' }),
  },
};

/** What Studio can add to a model; the name begins with `x_`. */
const types = ['char', 'text', 'integer', 'boolean', 'date', 'datetime', 'selection', 'many2one'] as const;

const fields: ModelDefinition = {
  name: 'ir.model.fields',
  label: 'Fields',
  order: 'name',
  fields: {
    name: char('Field Name', { required: true }),
    model_id: many2one('Model', 'ir.model', { required: true }),
    model: char('Model Name'),
    field_description: char('Field Label'),
    ttype: selection(
      'Field Type',
      [...types, 'one2many', 'many2many'].map((type) => [type, type] as const),
      { required: true },
    ),
    relation: char('Related Model'),
    state: char('Type', { initial: 'manual' }),
  },
  derive: (row, _before, env) => ({ model: env.row('ir.model', Number(row.model_id)).model }),
  changed: (row, before, schema) => {
    const field = row ?? before;
    if (field?.state !== 'manual') return;
    const [model, name] = [String(field.model), String(field.name)];
    if (row === undefined) schema.removeField(model, name);
    else schema.addField(model, name, manualField(row));
  },
};

function manualField({ ttype, field_description: label, relation }: Row): FieldDefinition {
  return {
    type: ttype as FieldType,
    label: String(label),
    ...(typeof relation === 'string' ? { relation } : {}),
  };
}

/** Only for who may set Odoo up. */
const parameters: ModelDefinition = {
  name: 'ir.config_parameter',
  label: 'System Parameter',
  order: 'key',
  fields: { key: char('Key', { required: true }), value: text('Value', { required: true }) },
};

const mailServers: ModelDefinition = {
  name: 'ir.mail_server',
  label: 'Mail Server',
  order: 'id',
  fields: {
    name: char('Name', { required: true }),
    smtp_host: char('SMTP Server'),
    active: boolean('Active', { initial: true }),
  },
};

const attachments: ModelDefinition = {
  name: 'ir.attachment',
  label: 'Attachment',
  order: 'id desc',
  fields: {
    name: char('Name', { required: true }),
    description: text('Description'),
    res_model: char('Resource Model'),
    res_id: integer('Resource ID'),
    type: selection(
      'Type',
      [
        ['url', 'URL'],
        ['binary', 'File'],
      ],
      { initial: 'binary' },
    ),
  },
};

/** Record rules, for everyone. */
const rules: ModelDefinition = {
  name: 'ir.rule',
  label: 'Record Rule',
  order: 'model_id desc, id',
  fields: {
    name: char('Name'),
    active: boolean('Active', { initial: true }),
    model_id: many2one('Model', 'ir.model', { required: true }),
    domain_force: text('Domain', { initial: '[]' }),
    perm_read: boolean('Read', { initial: true }),
    perm_write: boolean('Write', { initial: true }),
    perm_create: boolean('Create', { initial: true }),
    perm_unlink: boolean('Delete', { initial: true }),
  },
};

const modules: ModelDefinition = {
  name: 'ir.module.module',
  label: 'Module',
  order: 'name',
  fields: { name: char('Technical Name', { required: true }), state: char('Status') },
};

export const settingModels: readonly ModelDefinition[] = [
  models,
  fields,
  parameters,
  mailServers,
  attachments,
  rules,
  modules,
];
