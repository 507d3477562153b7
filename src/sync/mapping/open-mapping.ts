import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder, usualSource } from '../../objects/registry.js';
import { readFields } from '../../odoo/records/read-fields.js';
import { readPlaces } from '../../odoo/records/read-places.js';
import { RelatedRecords } from '../../odoo/records/related-records.js';
import { ConfigurationError } from '../../support/errors.js';
import type { OpenMapping } from '../run/audience-run.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import { typesNamed } from './types-in-use.js';
import { mappingEntries } from './mapping-entries.js';
import { resolveMapping, type MailchimpSchema } from './resolve-mapping.js';
import type { FieldsOf } from './resolve-place.js';
import { openTimezone } from '../../core/mapping/timezone.js';

/**
 * The mapping of an audience, held against MailChimp's schema and Odoo's (B4).
 * @throws ConfigurationError `config.mapping` naming every problem
 */
export async function openMapping(
  { config, odoo, mailchimp }: Pick<SyncContext, 'config' | 'odoo' | 'mailchimp'>,
  audience: AudienceConfig,
  types: readonly ObjectType[] = typesNamed(audience),
): Promise<OpenMapping> {
  const entries = mappingEntries(audience);
  const schema = await readSchema(mailchimp, audience);
  const { splitNames } = odoo.capabilities;
  const known = { types, fieldsOf: fieldsOver(odoo), splitNames };
  const { mapping, problems } = await resolveMapping(entries, schema, known);
  if (problems.length > 0) throw refused(audience.id, problems);
  const sources = mapping.mappings.flatMap((line) => Object.values(line.sources));
  const hasAddress = sources.some((source) => source?.kind === 'address');
  const places = hasAddress ? await readPlaces(odoo.transport, config.countries_without_states) : null;
  return {
    ...mapping,
    tools: { related: new RelatedRecords(odoo.transport), places, timezone: openTimezone(odoo.timezone) },
  };
}

async function readSchema(
  mailchimp: SyncContext['mailchimp'],
  audience: AudienceConfig,
): Promise<MailchimpSchema> {
  const [mergeFields, groups] = await Promise.all([
    mailchimp.mergeFields(audience.id),
    Object.keys(audience.interests).length === 0 ? null : mailchimp.audiences.interestGroups(audience.id),
  ]);
  const interestIds = groups?.flatMap(({ interests }) => interests.map(({ id }) => id)) ?? null;
  return { mergeFields, interestIds };
}

/** The fields of the two models every run has already, of any other when asked for. */
function fieldsOver({ transport, capabilities }: SyncContext['odoo']): FieldsOf {
  const known = new Map([
    [consentHolder.model, Promise.resolve(capabilities.contactFields)],
    [usualSource.model, Promise.resolve(capabilities.customerFields)],
  ]);
  return (model) => {
    const fields = known.get(model) ?? readFields(transport, model).then((found) => found.fields);
    known.set(model, fields);
    return fields;
  };
}

function refused(audienceId: string, problems: readonly string[]): ConfigurationError {
  return new ConfigurationError(`The mapping of audience ${audienceId} doesn't fit: ${problems.join('; ')}`, {
    code: 'config.mapping',
    hint: 'Correct merge_fields:, interests: or marketing_permissions: in the account file; nothing was written.',
  });
}
