import { BodyReader } from '../http/body-reader.js';
import type { BatchOperation } from '../model/batch.js';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Reads `{operations: [{method, path, operation_id?, params?, body?}]}`; a body is a text of JSON (API §9). */
export function readOperations(body: Readonly<Record<string, unknown>>): BatchOperation[] {
  const reader = new BodyReader(body);
  reader.require(['operations']);
  const operations = (reader.array('operations') ?? []).map((item, index) => {
    if (typeof item === 'object' && item !== null)
      return readOperation(item as Record<string, unknown>, index);
    reader.fail(`operations.${index}`, 'This value should be of type object.');
    return { method: 'GET', path: '/' };
  });
  reader.finish();
  return operations;
}

function readOperation(body: Readonly<Record<string, unknown>>, index: number): BatchOperation {
  const reader = new BodyReader(body, `operations.${index}.`);
  reader.require(['method', 'path']);
  const operation = {
    method: reader.choice('method', methods) ?? 'GET',
    path: reader.text('path') ?? '/',
    operation_id: reader.text('operation_id'),
    params: reader.object('params'),
    body: reader.text('body'),
  };
  reader.finish();
  return operation;
}
