import type { Alike } from '../support/bisect.js';
import { RecordError } from '../support/errors.js';

/** Refusals of data that are the same for everyone (B59): they are told for each, and not asked for one by one. */
export const alikeRefusals: Alike<RecordError> = {
  isAlike: (one, other) => one.code === other.code && inGeneral(one.message) === inGeneral(other.message),
  untried: (error, tried) =>
    new RecordError(`Not tried: ${tried} others were refused one by one, all with: ${error.message}`, {
      code: error.code,
      hint: error.hint ?? 'Mend what refuses them all; the next run tries each again.',
      cause: error,
    }),
};

/** Without what names the record: ids, and texts in quotes. */
function inGeneral(message: string): string {
  return message.replaceAll(/\d+|"[^"]*"|'[^']*'|“[^”]*”/gu, '…');
}
