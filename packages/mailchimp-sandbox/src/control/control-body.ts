import { BodyReader } from '../http/body-reader.js';
import { mergeField } from '../model/merge-field.js';
import type { MergeField } from '../model/merge-field.js';
import type { NewAudience } from '../audiences/add-audience.js';
import { readMergeField } from '../audiences/merge-field-input.js';
import { ControlError } from './control-error.js';
import { personaActions } from './persona.js';
import type { PersonaWish } from './persona.js';

type Json = Readonly<Record<string, unknown>>;

/** `{id?, name, double_optin?, marketing_permissions?, merge_fields?: [{tag, name, type, required?, options?}]}` */
export function readNewAudience(body: Json): NewAudience {
  const reader = new BodyReader(body);
  const id = reader.text('id');
  const name = reader.text('name');
  const fields = reader.objects('merge_fields')?.reduce<readonly MergeField[]>(withField, []);
  const double_optin = reader.flag('double_optin') ?? false;
  const marketing_permissions = reader.flag('marketing_permissions') ?? false;
  reader.finish();
  if (!name) throw new ControlError('An audience needs a name.');
  if (id !== undefined && !/^[\w-]+$/.test(id)) throw new ControlError('The id takes letters and digits.');
  return { id, settings: { name, double_optin, marketing_permissions }, mergeFields: fields };
}

/** The name is the tag and the type text unless they are given. */
function withField(fields: readonly MergeField[], body: Json): readonly MergeField[] {
  const merge_id = fields.length + 1;
  const given = readMergeField({ name: body.tag, type: 'text', ...body }, fields, undefined);
  const { name = '', type = 'text', tag = `MMERGE${merge_id}` } = given;
  return [...fields, mergeField({ merge_id, tag, name, type }, given)];
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
