/** Status of the answer, 0 when there was none in time. */
export type HttpStatus = number;

interface Limits {
  timeoutMs: number;
  /** Aborted when the sandbox closes. */
  signal: AbortSignal;
}

function limit({ timeoutMs, signal }: Limits): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, timeoutMs))]);
}

/** POSTs a form as MailChimp does; never rejects. */
export async function postForm(
  url: string,
  form: string,
  options: Limits & { headers: Readonly<Record<string, string>> },
): Promise<HttpStatus> {
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'User-Agent': 'MailChimp',
    ...options.headers,
  };
  const signal = limit(options);
  return statusOf(fetch(url, { method: 'POST', headers, body: form, redirect: 'manual', signal }));
}

/** GETs an address to see whether somebody answers 200 there; never rejects. */
export async function answersGet(url: string, limits: Limits): Promise<boolean> {
  const signal = limit(limits);
  const headers = { 'User-Agent': 'MailChimp.com WebHook Validator' };
  return (await statusOf(fetch(url, { headers, redirect: 'manual', signal }))) === 200;
}

async function statusOf(response: Promise<Response>): Promise<HttpStatus> {
  try {
    const { status, body } = await response;
    await body?.cancel();
    return status;
  } catch {
    return 0;
  }
}
