/** Status of the answer, 0 when there was none in time. */
export type HttpStatus = number;

/** POSTs a form as MailChimp does; never rejects. */
export async function postForm(
  url: string,
  form: string,
  options: { headers: Readonly<Record<string, string>>; timeoutMs: number; signal: AbortSignal },
): Promise<HttpStatus> {
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'User-Agent': 'MailChimp',
    ...options.headers,
  };
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(Math.max(1, options.timeoutMs))]);
  return statusOf(fetch(url, { method: 'POST', headers, body: form, redirect: 'manual', signal }));
}

/** GETs an address to see whether somebody answers 200 there; never rejects. */
export async function answersGet(url: string, timeoutMs: number): Promise<boolean> {
  const signal = AbortSignal.timeout(Math.max(1, timeoutMs));
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
