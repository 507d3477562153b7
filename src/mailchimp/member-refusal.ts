import { BridgeError, isRecordError, OperatorError } from '../support/errors.js';

/** Whether a failure is about one member alone; so is MailChimp's throttle of one address (docs/mailchimp-api.md §8.3). */
export function isMemberRefusal(error: unknown): error is BridgeError {
  if (isRecordError(error)) return true;
  return error instanceof BridgeError && error.code === 'mailchimp.signup_throttle';
}

/** Of a member that a batch was sent for and whose answer doesn't name it (docs/mailchimp-api.md §5.3). */
export function noAnswer(): BridgeError {
  return new OperatorError('MailChimp said nothing about this member in its answer to the batch', {
    code: 'mailchimp.no_answer',
    hint: 'Run the export again; if it stays, look the member up in MailChimp.',
  });
}
