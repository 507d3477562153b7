import { createAudience } from '../model/audience.js';
import type { Audience } from '../model/audience.js';
import { defaultSettings } from '../model/audience-settings.js';
import type { AudienceSettings } from '../model/audience-settings.js';
import { defaultMergeFields } from '../model/merge-field.js';
import type { MergeField } from '../model/merge-field.js';
import type { World } from '../model/world.js';

export interface NewAudience {
  /** Ten hex digits, drawn when absent. */
  id?: string | undefined;
  settings: Partial<AudienceSettings> & Pick<AudienceSettings, 'name'>;
  mergeFields?: readonly MergeField[] | undefined;
}

const firstWebId = 300_000;

const permissionTexts = ['Email', 'Direct Mail', 'Customized Online Advertising'];

/** Adds an audience to the account; FNAME, LNAME, ADDRESS and PHONE are its fields unless others are given. */
export function addAudience(world: World, wanted: NewAudience): Audience {
  const id = wanted.id ?? world.nextHex(10);
  const audience = createAudience(
    {
      id,
      webId: firstWebId + world.nextNumber(),
      createdAt: world.now(),
      settings: { ...defaultSettings(wanted.settings.name), ...wanted.settings },
      mergeFields: [...(wanted.mergeFields ?? defaultMergeFields())],
      permissions: permissionTexts.map((text) => ({ marketing_permission_id: world.nextHex(10), text })),
    },
    world.observing(id),
  );
  world.audiences.set(id, audience);
  return audience;
}
