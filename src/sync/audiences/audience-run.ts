import { objectTypes } from '../../objects/registry.js';
import { askedByAddress } from '../../odoo/people/people-sources.js';
import { once } from '../../support/once.js';
import { managedTags } from '../mapping/managed-tags.js';
import { mappedNames } from '../mapping/mapping-entries.js';
import { openMapping } from '../mapping/open-mapping.js';
import { typesInUse } from '../mapping/types-in-use.js';
import type { PlanGuard } from '../plan/plan-guard.js';
import { openTagDirectory } from '../people/tag-directory.js';
import type { AudienceConfig, AudienceRun, SyncContext } from '../sync-context.js';
import { bindAudience, type BoundAudience } from './bind-audience.js';

export interface RunOptions {
  dryRun: boolean;
  allowLarge: boolean;
  /** By audience; without one everything is done. */
  guards?: ReadonlyMap<string, PlanGuard>;
}

/**
 * Everything a run on one audience needs, mailing list included.
 * @throws ConfigurationError `list.…` when the mailing list may not be worked on as it is (B51)
 */
export async function openAudienceRun(
  context: SyncContext,
  audience: AudienceConfig,
  options: RunOptions,
): Promise<AudienceRun> {
  const { run, trouble } = await openBoundRun(context, audience, options);
  if (trouble !== null) throw trouble;
  return run;
}

/** The same for who can do something all the same: with `trouble` opt-outs may be carried, if the list is there. */
export async function openBoundRun(
  context: SyncContext,
  audience: AudienceConfig,
  options: RunOptions,
): Promise<{ run: AudienceRun } & Pick<BoundAudience, 'trouble' | 'hasList'>> {
  const { mailingListId, trouble, hasList } = await bindAudience(context, audience, options);
  const types = await typesInUse(context, audience);
  const run = {
    ...context,
    dryRun: options.dryRun,
    allowLarge: options.allowLarge,
    guard: options.guards?.get(audience.id) ?? null,
    audience,
    mailingListId,
    names: mappedNames(audience),
    managedTags: managedTags(audience),
    people: askedByAddress(context.odoo.transport),
    types,
    mapping: once(() => openMapping(context, audience, types)),
    tags: once(() => openTagDirectory(context.odoo.transport)),
  };
  return { run, trouble, hasList };
}

/** The run, which has to do with records of this type as well: a command or a rule of Odoo has named it. */
export function withType(run: AudienceRun, model: string): AudienceRun {
  if (run.types.some((type) => type.model === model)) return run;
  const types = objectTypes.filter((type) => type.model === model || run.types.includes(type));
  return { ...run, types, mapping: once(() => openMapping(run, run.audience, types)) };
}
