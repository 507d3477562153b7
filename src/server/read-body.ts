/** The most a webhook may hold: 80 merge fields of 255 bytes, each byte written as three, are a quarter of it. */
export const largestBody = 256 * 1024;

/** The bytes of a request; null when there are more than allowed, and then the rest is not read. */
export async function readBody(request: Request, limit = largestBody): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
