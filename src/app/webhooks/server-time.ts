const timeoutMs = 10_000;

/** The time a server has, by the `Date` of any answer; null when it tells none. */
export async function serverTime(url: string): Promise<Date | null> {
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const date = new Date(answer.headers.get('date') ?? '');
    return Number.isNaN(date.getTime()) ? null : date;
  } catch {
    return null;
  }
}
