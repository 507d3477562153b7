/** npm hands a Ctrl-C on that the terminal has told everyone already: within this time it is the same one. */
const sameMs = 500;

/**
 * A signal that is aborted on the first Ctrl-C (or SIGTERM, or the end of the terminal), so that the page under way
 * is finished; a second Ctrl-C doesn't wait for it.
 */
export function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  let firstAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted && Date.now() - firstAt > sameMs) process.exit(130);
      if (stop.signal.aborted) return;
      firstAt = Date.now();
      stop.abort(new Error('stopped by the user'));
    });
  }
  return stop.signal;
}
