import type { FaceFacts } from './face-facts.js';
import type { FaceItem } from './face-item.js';
import { inOrder } from './face-part.js';
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

export interface FaceOptions {
  /** Where Odoo (17.0 and later) tells the bridge at once that a job was made; null, the bridge finds it when it looks. */
  pokeUrl: string | null;
}

/** The connector's face (B36–B39): every record of it, in the order they have to be made. */
export function faceDefinition(facts: FaceFacts, options: FaceOptions): FaceItem[] {
  return inOrder([
    bridgeGroup,
    accountPart(facts),
    audiencePart(facts),
    logPart(facts),
    jobPart(facts),
    exportWizardPart(facts),
    mailingContactPart(facts),
    customerPart(facts),
    pokePart(facts, options.pokeUrl),
    menusPart(facts),
  ]);
}
