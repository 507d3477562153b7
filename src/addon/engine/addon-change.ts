import type { AddonItem } from '../definition/addon-item.js';
import type { ExternalId } from './external-ids.js';

/**
 * One thing that differs between the definition and Odoo. `adopt` is a field of one of the addon's own models whose
 * external id is missing, as after a run that was killed between the two; it is only given its name.
 */
export type AddonChange =
  | { action: 'create'; item: AddonItem }
  | { action: 'adopt'; item: AddonItem; recordId: number }
  | { action: 'update'; item: AddonItem; recordId: number; fields: readonly string[] }
  | { action: 'delete'; id: ExternalId };

export interface AddonPlan {
  /** Taken away before anything is made: fields that can't be changed in place, and what stands on them. */
  first: readonly AddonChange[];
  /** Made or changed, in the order of the definition. */
  changes: readonly AddonChange[];
  /** Taken away in the end: what the definition no longer has. */
  last: readonly AddonChange[];
}

/** A change in the words of a report. */
export interface ChangeLine {
  action: AddonChange['action'];
  /** Odoo model of the record. */
  kind: string;
  name: string;
  fields: readonly string[];
}

export function changeLines({ first, changes, last }: AddonPlan): ChangeLine[] {
  return [...first, ...changes, ...last].map((change) => {
    if (change.action === 'delete') {
      return { action: change.action, kind: change.id.model, name: change.id.name, fields: [] };
    }
    const fields = change.action === 'update' ? change.fields : [];
    return { action: change.action, kind: change.item.kind, name: change.item.name, fields };
  });
}
