import { isNewlyTakenOut, type ConsentPlan } from '../../consent/plan-consent.js';
import { consentHolder } from '../../objects/registry.js';
import type { RunTally } from '../run/run-tally.js';

/** Says once of whom the bridge has found that they were taken off the mailing list in Odoo, and what can be done (B48). */
export function tellTakenOut(plans: readonly ConsentPlan[], { warnings }: RunTally): void {
  for (const { person } of plans.filter(isNewlyTakenOut)) {
    const contact = `${consentHolder.model} ${person.contactId ?? ''}`;
    const description = `${contact} was deleted in Odoo, or taken off the audience’s mailing list, and is not made again. If it was a mistake, put the contact back on the list, or export the customer by --id or --email.`;
    warnings.push({ code: 'taken_out', email: person.email, description });
  }
}
