import { createJobs } from './create-jobs.js';
import { addonModels } from '../../../core/addon-names.js';

export const fetchMembersCode = `
audiences = records or record or model
ids = audiences.ids
accounts = audiences.mapped('x_account_id')
${createJobs({ name: "'Fetch members'", action: 'fetch', model: `'${addonModels.audience}'` })}`;
