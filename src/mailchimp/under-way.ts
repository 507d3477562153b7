import { OperatorError } from '../support/errors.js';

/** The requests under way, so that closing can end them. */
export interface UnderWay {
  /**
   * Runs `work` with a signal that aborts with `outer` and with `abortAll`.
   * @throws the reason of `outer`, or OperatorError `mailchimp.closed`, when it was ended
   */
  run<T>(outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  abortAll(): void;
}

/** A controller per request: a signal shared by hundreds of them would gather as many listeners. */
export function createUnderWay(): UnderWay {
  const controllers = new Set<AbortController>();
  let closed = false;
  return {
    async run(outer, work) {
      const controller = new AbortController();
      const abort = (): void => controller.abort();
      if (closed || outer?.aborted === true) abort();
      outer?.addEventListener('abort', abort, { once: true });
      controllers.add(controller);
      try {
        return await work(controller.signal);
      } catch (error) {
        outer?.throwIfAborted();
        throw closed ? closedError() : error;
      } finally {
        controllers.delete(controller);
        outer?.removeEventListener('abort', abort);
      }
    },
    abortAll() {
      closed = true;
      for (const controller of controllers) controller.abort();
    },
  };
}

function closedError(): OperatorError {
  return new OperatorError('The connection to MailChimp has been closed', {
    code: 'mailchimp.closed',
    hint: 'The program was ending; run the command again.',
  });
}
