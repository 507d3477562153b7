import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { systemClock } from '../support/clock.js';
import type { Fault, FaultPlan } from './faults.js';
import { OdooException } from './odoo-exception.js';
import type { RpcService } from './rpc-service.js';

const requestSchema = z.object({
  id: z.unknown().optional(),
  params: z.object({ service: z.string(), method: z.string(), args: z.array(z.unknown()) }),
});

type ServiceCall = z.infer<typeof requestSchema>['params'];

/** Odoo's `/jsonrpc`: HTTP 200 also for what it refuses. */
export function jsonRpcApp(service: RpcService, faults: FaultPlan): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/jsonrpc', async (c) => {
    const { id, params } = requestSchema.parse(await c.req.json());
    const fault = faults.take(methodOf(params));
    if (fault?.kind === 'page') return c.html(page(fault.status), fault.status);
    if (fault?.kind === 'delay') await systemClock.sleep(fault.ms);
    const answer = fault?.kind === 'reset' ? {} : answerTo(service, params);
    if (breaks(fault)) c.env.incoming.socket.destroy();
    return c.json({ jsonrpc: '2.0', id: id ?? null, ...answer });
  });
  return app;
}

function breaks(fault: Fault | undefined): boolean {
  return fault?.kind === 'reset' || fault?.kind === 'lose_answer';
}

function methodOf({ method, args }: ServiceCall): string {
  return method === 'execute_kw' ? String(args[4]) : method;
}

function answerTo(service: RpcService, params: ServiceCall): object {
  try {
    return { result: service.run(params) };
  } catch (error) {
    const { exception, message } = asException(error);
    const data = { name: exception, message, arguments: [message], context: {}, debug: '' };
    return { error: { code: 200, message: 'Odoo Server Error', data } };
  }
}

function asException(error: unknown): OdooException {
  if (error instanceof OdooException) return error;
  return new OdooException('builtins.TypeError', error instanceof Error ? error.message : 'failed');
}

function page(status: number): string {
  return `<html><head><title>${status}</title></head><body><h1>${status} from the proxy</h1></body></html>`;
}
