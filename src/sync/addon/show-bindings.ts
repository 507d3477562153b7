import { contactOf, type Binding } from '../../store/binding.js';
import type { SyncContext } from '../sync-context.js';
import type { ShownStatus } from './addon.js';
import { addonValues } from './addon-values.js';

/**
 * Shows members in Odoo as the store knows them, in grouped writes (B37); those without a contact have no place there.
 * What was not written, as in a run that is killed, is due still.
 */
export async function showBindings(
  { addon, store }: Pick<SyncContext, 'addon' | 'store'>,
  mailingListId: number,
  bindings: readonly Binding[],
): Promise<void> {
  const due = bindings.filter((binding) => binding.addonDue && contactOf(binding) !== null);
  const [first] = due;
  const shown = first === undefined ? null : await addon();
  if (first === undefined || shown === null) return;
  const rows = due.flatMap((binding): ShownStatus[] => {
    const contactId = contactOf(binding);
    return contactId === null ? [] : [{ contactId, ...addonValues(binding) }];
  });
  await shown.showStatuses(mailingListId, rows);
  const memberIds = due.map(({ memberId }) => memberId);
  await store.bindings.markAddon(first.audienceId, memberIds, 'shown');
}
