/**
 * Works while something that expires is held, and renews it every `everyMs`. When it was lost to somebody else the work
 * is told to stop, by the signal it gets; a renewal that fails says nothing about who holds it.
 */
export async function keepRenewed<T>(
  held: { everyMs: number; renew(): Promise<boolean>; lost(): Error; signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    if (!(await held.renew().catch(() => true))) lost.abort(held.lost());
  };
  const renewal = setInterval(() => void renew(), held.everyMs);
  try {
    return await work(AbortSignal.any([held.signal, lost.signal]));
  } finally {
    clearInterval(renewal);
  }
}
