import type { ObjectType } from '../../objects/object-type.js';
import { isSource, typeOf } from '../../objects/registry.js';
import { hasAddress } from '../../odoo/people/source-records.js';
import type { Domain } from '../../odoo/records/search-read.js';
import type { ContactSelection } from '../contact-selection.js';
import type { ExportRequest } from './export-request.js';

/** The Odoo domain of what a command selects, as one list of terms that are all to hold (B16). */
export function selectionDomain(
  request: Pick<ExportRequest, 'model' | 'selection'>,
  mailingListId: number | null,
): Domain {
  const selected = bySelection(typeOf(request.model), request.selection);
  if (isSource(request.model)) return selected;
  return [...selected, ['list_ids', 'in', mailingListId === null ? [] : [mailingListId]]];
}

function bySelection(type: ObjectType, selection: ContactSelection): Domain {
  switch (selection.by) {
    case 'ids':
      return [['id', 'in', selection.ids]];
    case 'emails':
      return hasAddress(
        type,
        selection.emails.map((email) => email.trim().toLowerCase()),
      );
    case 'domain':
      return selection.domain;
    case 'all':
    case 'pending':
      return [];
  }
}
