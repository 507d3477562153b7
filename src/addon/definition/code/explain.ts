import { addonModels } from '../../../core/addon-names.js';
import type { ObjectType } from '../../../objects/object-type.js';
import { createJobs, refuseUnreadable } from './create-jobs.js';

export const explainLabel = 'Explain MailChimp';

/** Each person is read on both servers: more than a page of them is a report, and the command line's. */
const atMost = 20;

/** What every account's bridge knows of the chosen people (B44). */
export const explainCode = ({ model, words }: ObjectType) => `
ids = (records or record or model).ids
audiences = env['${addonModels.audience}']
if len(ids) > ${atMost}:
    raise UserError('Choose at most ${atMost} ${words.many} to be explained.')
${refuseUnreadable(`'${model}'`)}
accounts = audiences.search([]).mapped('x_account_id')
${createJobs({ name: `'Explain ${words.many}'`, action: 'explain', model: `'${model}'` })}`;
