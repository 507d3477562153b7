import { Problem } from './problem.js';
import { problems } from './problems.js';

/** The JSON object in the body, `{}` when there is none; throws the problem for anything else. */
export async function readBody(request: Request, maxBytes: number): Promise<Record<string, unknown>> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'DELETE') return {};
  return parseObject(await readText(request, maxBytes));
}

export function parseObject(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  const value = parsed(text);
  if (Array.isArray(value) && value.length === 0) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw problems.schema([{ field: '', message: 'This value should be of type object.' }]);
}

function parsed(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    throw problems.json();
  }
  if (deeperThan(mostLevels, value)) throw problems.json();
  return value;
}

/** What PHP's json_decode takes; far deeper, nothing could write it down again. */
const mostLevels = 512;

function deeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => deeperThan(levels - 1, inner));
}

/** Reads to the end even when it is too much: a sender that is cut off never sees the answer. */
async function readText(request: Request, maxBytes: number): Promise<string> {
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size <= maxBytes) chunks.push(chunk);
    if (size > maxBytes * 10) break;
  }
  if (size > maxBytes) throw tooLarge(maxBytes);
  return decoded(Buffer.concat(chunks));
}

/** Bytes that are no UTF-8, a mark of the byte order included, are no JSON. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw problems.json();
  }
}

function tooLarge(maxBytes: number): Problem {
  return new Problem({
    status: 413,
    title: 'Request Entity Too Large',
    detail: `The request body is larger than ${maxBytes} bytes.`,
  });
}
