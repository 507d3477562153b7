import { handle } from '../http/serve-api.js';
import type { ApiServer } from '../http/serve-api.js';
import { Problem, problemBody } from '../http/problem.js';
import { catalogued } from '../http/error-catalogue.js';
import { projection } from '../http/projection.js';
import { parseObject } from '../http/read-body.js';
import type { BatchOperation } from '../model/batch.js';
import type { OperationResult } from './batch-archive.js';

const pageSize = 1000;

/**
 * Runs one operation as a call of its own. A GET of a collection without `count` is paged through to the end,
 * each page a result of its own.
 */
export async function runOperation(server: ApiServer, operation: BatchOperation): Promise<OperationResult[]> {
  const { path, query } = target(operation);
  const paged = operation.method === 'GET' && !query.has('count');
  if (!paged) return [(await call(server, operation, path, query)).result];
  const results: OperationResult[] = [];
  for (let offset = Number(query.get('offset') ?? 0); ; offset += pageSize) {
    query.set('count', String(pageSize));
    query.set('offset', String(offset));
    const { result, total } = await call(server, operation, path, query);
    results.push(result);
    if (total === undefined || offset + pageSize >= total) return results;
  }
}

function target(operation: BatchOperation): { path: string; query: URLSearchParams } {
  const [path = '', search = ''] = operation.path.split('?', 2);
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(operation.params ?? {})) query.set(name, queryText(value));
  return { path: `/${path.replace(/^\/+/, '').replace(/^3\.0\//, '')}`, query };
}

const queryText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

interface Outcome {
  result: OperationResult;
  /** `total_items` of a collection. */
  total?: number | undefined;
}

async function call(
  server: ApiServer,
  operation: BatchOperation,
  path: string,
  query: URLSearchParams,
): Promise<Outcome> {
  const operation_id = operation.operation_id ?? null;
  try {
    const view = projection(query);
    const body = parseObject(operation.body ?? '');
    const match = server.router.match(operation.method, path);
    const reply = await handle(server, match, { query, body, projection: view, ip: '127.0.0.1' });
    if (!reply.body) {
      return {
        result: { status_code: 204, operation_id, response: server.world.knobs.batch_empty_response },
      };
    }
    const total = reply.body.total_items;
    return {
      result: { status_code: 200, operation_id, response: JSON.stringify(view.apply(reply.body)) },
      total: typeof total === 'number' ? total : undefined,
    };
  } catch (error) {
    const { details } = error instanceof Problem ? error : catalogued('InternalServerError');
    const response = JSON.stringify(problemBody(details, ''));
    return { result: { status_code: details.status, operation_id, response } };
  }
}
