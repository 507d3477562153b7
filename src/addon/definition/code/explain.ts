import type { ObjectType } from '../../../objects/object-type.js';
import { askEveryBridge } from './push-sources.js';

export const explainLabel = 'Explain MailChimp';

/** Each person is read on both servers: more than a page of them is a report, and the command line's. */
const atMost = 20;

/** What every account's bridge knows of the chosen people (B44). */
export const explainCode = (type: ObjectType) => `
if len(records or record or model) > ${atMost}:
    raise UserError('Choose at most ${atMost} ${type.words.many} to be explained.')
${askEveryBridge(type, { name: `'Explain ${type.words.many}'`, action: 'explain' })}`;
