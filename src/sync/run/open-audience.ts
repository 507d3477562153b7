import { objectTypes } from '../../objects/registry.js';
import { countHiddenCompanies } from '../../odoo/hidden-companies.js';
import { askedByAddress } from '../../odoo/people/people-sources.js';
import { once } from '../../support/once.js';
import { bindAudience, type BoundAudience } from '../audiences/bind-audience.js';
import { managedTags } from '../mapping/managed-tags.js';
import { mappedNames } from '../mapping/mapping-entries.js';
import { openMapping } from '../mapping/open-mapping.js';
import { typesInUse } from '../mapping/types-in-use.js';
import { openTagDirectory } from '../people/tag-directory.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import type { OpenAudience } from './audience-run.js';
import { withoutWrites } from './without-writes.js';

export interface OpenOptions {
  /** Nothing may be written, the mailing list not made. */
  dryRun: boolean;
}

/**
 * An audience with its mailing list.
 * @throws ConfigurationError `list.…` when the mailing list may not be worked on as it is (B51)
 */
export async function openAudience(
  context: SyncContext,
  audience: AudienceConfig,
  options: OpenOptions,
): Promise<OpenAudience> {
  const { open, trouble } = await openTroubled(context, audience, options);
  if (trouble !== null) throw trouble;
  return open;
}

/** The same for who can do something all the same: with `trouble` opt-outs may be carried, if the list is there. */
export async function openTroubled(
  context: SyncContext,
  audience: AudienceConfig,
  options: OpenOptions,
): Promise<{ open: OpenAudience } & Pick<BoundAudience, 'trouble' | 'hasList'>> {
  const { mailingListId, trouble, hasList } = await bindAudience(context, audience, options);
  const types = await typesInUse(context, audience);
  const open = {
    ...(options.dryRun ? withoutWrites(context) : context),
    audience,
    mailingListId,
    names: mappedNames(audience),
    managedTags: managedTags(audience),
    people: askedByAddress(context.odoo.transport),
    types,
    mapping: once(() => openMapping(context, audience, types)),
    sourceCreation: once(async () =>
      context.config.member_options.auto_create_customer ? countHiddenCompanies(context.odoo) : null,
    ),
    tags: once(() => openTagDirectory(context.odoo.transport)),
  };
  return { open, trouble, hasList };
}

/** The same, which has to do with records of this type as well: a command or a rule of Odoo has named it. */
export function withType<Audience extends OpenAudience>(open: Audience, model: string): Audience {
  if (open.types.some((type) => type.model === model)) return open;
  const types = objectTypes.filter((type) => type.model === model || open.types.includes(type));
  return { ...open, types, mapping: once(() => openMapping(open, open.audience, types)) };
}
