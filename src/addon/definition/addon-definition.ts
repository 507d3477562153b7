import { isSource } from '../../objects/registry.js';
import type { AddonFacts } from './addon-facts.js';
import type { AddonItem } from './addon-item.js';
import { inOrder } from './addon-part.js';
import { accountPart } from './parts/account.js';
import { audiencePart } from './parts/audience.js';
import { bridgeGroup } from './parts/bridge-group.js';
import { customerPart } from './parts/customer.js';
import { exportWizardPart } from './parts/export-wizard.js';
import { jobPart } from './parts/job.js';
import { logPart } from './parts/log.js';
import { mailingContactPart } from './parts/mailing-contact.js';
import { menusPart } from './parts/menus.js';
import { pokePart } from './parts/poke.js';
import { sourcePart } from './parts/source.js';

export interface AddonOptions {
  /** Where Odoo (17.0 and later) tells the bridge at once that a job was made; null, the bridge finds it when it looks. */
  pokeUrl: string | null;
}

/** The connector's addon (B36–B39): every record of it, in the order they have to be made. */
export function addonDefinition(facts: AddonFacts, options: AddonOptions): AddonItem[] {
  return inOrder([
    bridgeGroup,
    accountPart(facts),
    audiencePart(facts),
    logPart(facts),
    jobPart(facts),
    exportWizardPart(facts),
    mailingContactPart(facts),
    customerPart(facts),
    ...facts.types.filter(({ model }) => isSource(model)).map((type) => sourcePart(facts, type)),
    pokePart(facts, options.pokeUrl),
    menusPart(facts),
  ]);
}
