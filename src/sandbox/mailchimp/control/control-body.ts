import { BodyReader } from '../http/body-reader.js';
import { mergeField, mergeFieldTypes, defaultOptions } from '../model/merge-field.js';
import type { MergeField } from '../model/merge-field.js';
import type { NewAudience } from '../audiences/add-audience.js';
import { ControlError } from './control-error.js';
import { personaActions } from './persona.js';
import type { PersonaWish } from './persona.js';

type Json = Readonly<Record<string, unknown>>;

/** `{id?, name, double_optin?, marketing_permissions?, merge_fields?: [{tag, name, type, required?, options?}]}` */
export function readNewAudience(body: Json): NewAudience {
  const reader = new BodyReader(body);
  const id = reader.text('id');
  const name = reader.text('name');
  const fields = reader.array('merge_fields')?.map((field, index) => readField(field as Json, index + 1));
  const double_optin = reader.flag('double_optin') ?? false;
  const marketing_permissions = reader.flag('marketing_permissions') ?? false;
  reader.finish();
  if (!name) throw new ControlError('An audience needs a name.');
  if (id !== undefined && !/^[\w-]+$/.test(id)) throw new ControlError('The id takes letters and digits.');
  return { id, settings: { name, double_optin, marketing_permissions }, mergeFields: fields };
}

function readField(body: Json, merge_id: number): MergeField {
  const reader = new BodyReader(body);
  const tag = reader.text('tag')?.toUpperCase() ?? `MMERGE${merge_id}`;
  const name = reader.text('name') ?? tag;
  const type = reader.choice('type', mergeFieldTypes) ?? 'text';
  const required = reader.flag('required') ?? false;
  const options = reader.object('options') as MergeField['options'] | undefined;
  reader.finish();
  return mergeField(
    { merge_id, tag, name, type },
    { required, options: { ...defaultOptions(type), ...options } },
  );
}

export type PersonaRequest = PersonaWish & { source: 'user' | 'admin' };

/** `{email, action, source?, merge_fields?, interests?, tags?, new_email?}` */
export function readPersona(body: Json): PersonaRequest {
  const reader = new BodyReader(body);
  const email = reader.text('email')?.trim() ?? '';
  const action = reader.choice('action', personaActions);
  const source = reader.choice('source', ['user', 'admin']);
  const newEmail = reader.text('new_email')?.trim();
  reader.finish();
  if (email === '' || !action)
    throw new ControlError(`A persona needs email and action (${personaActions.join(', ')}).`);
  const marketers = action === 'archive' || action === 'delete_permanent';
  return { email, action, source: source ?? (marketers ? 'admin' : 'user'), newEmail, body };
}
