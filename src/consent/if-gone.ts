import { decided } from './decided.js';

/** What a member is made as that an update meets as gone: nobody is subscribed by an update (B24). */
export const ifGone = decided('unsubscribed');
