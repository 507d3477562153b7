import type { SelectableModel } from '../../odoo/people/select-records.js';
import type { ContactSelection } from '../contact-selection.js';

/** What a command asks of one audience. */
export interface ExportRequest {
  mode: 'export' | 'update';
  model: SelectableModel;
  selection: ContactSelection;
  runId: number | null;
}
