import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { HttpLink } from '../../src/odoo/transport/http-link.js';
import { jsonRpcWire } from '../../src/odoo/transport/json-rpc.js';
import { json2Wire } from '../../src/odoo/transport/json2.js';
import type { OdooCall, OdooTransport } from '../../src/odoo/transport/odoo-transport.js';
import { persistentTransport } from '../../src/odoo/transport/persistent-transport.js';
import { xmlRpcWire } from '../../src/odoo/transport/xml-rpc.js';
import type { Clock } from '../../src/support/clock.js';
import {
  ConfigurationError,
  LostLockError,
  RecordError,
  TransientError,
  UnreachableError,
} from '../../src/support/errors.js';
import { Secret } from '../../src/support/secret.js';
import { freely, type AskWrite } from '../../src/support/write-gate.js';
import {
  cutOff,
  cutOffXml,
  fakeServer,
  fault,
  hang,
  page,
  reset,
  result,
  text,
  unusedUrl,
} from './fake-server.js';

const clock: Clock = { now: () => new Date(0), sleep: () => Promise.resolve() };
const login = { database: 'db', username: 'admin', uid: 2, secret: new Secret('pw') };
const search: OdooCall = { model: 'mailing.contact', method: 'search', params: { domain: [] } };
const create: OdooCall = {
  model: 'mailing.contact',
  method: 'create',
  params: { vals_list: [{ name: 'Ada' }] },
};
const serialization = fault(
  'psycopg2.errors.SerializationFailure',
  'could not serialize access due to concurrent update',
);

type Protocol = keyof typeof wires;
const wires = {
  jsonrpc: (link: HttpLink) => jsonRpcWire(link, login),
  json2: (link: HttpLink) => json2Wire(link, { apiKey: new Secret('key') }),
  xmlrpc: (link: HttpLink) => xmlRpcWire(link, login),
};

/** In ms: long enough for a busy machine to get a request through to the server. */
const patience = 1_500;

describe('a call that meets trouble on the way', () => {
  const toClose: { close(): unknown }[] = [];

  afterEach(async () => {
    for (const each of toClose.splice(0)) await each.close();
  });

  const open = (
    url: string,
    options: { reconnectMs?: number; timeoutMs?: number; protocol?: Protocol; askWrite?: AskWrite } = {},
  ) => {
    const link = new HttpLink({
      url,
      database: 'db',
      timeoutMs: options.timeoutMs ?? 5_000,
      maxConnections: 4,
    });
    const persistence = { attempts: 3, reconnectMs: options.reconnectMs ?? 0 };
    const wire = wires[options.protocol ?? 'jsonrpc'](link);
    const transport = persistentTransport(link, wire, persistence, {
      ...{ clock, random: () => 1 },
      askWrite: options.askWrite ?? freely,
    });
    toClose.push(transport);
    return transport;
  };
  const serve = async (...answers: Parameters<typeof fakeServer>) => {
    const server = await fakeServer(...answers);
    toClose.push(server);
    return server;
  };
  const failure = (transport: OdooTransport, call = search) =>
    transport.call(call).then(
      () => undefined,
      (error: unknown) => error,
    );

  describe.each([
    ['the connection breaks', reset],
    ['a proxy answers 502', page(502)],
    ['a proxy answers 504', page(504)],
    ['the answer is cut off by the network', cutOff],
    ['the answer is half a JSON', text('{"jsonrpc":"2.0","res')],
  ])('%s', (_title, trouble) => {
    it('a read is repeated', async () => {
      const server = await serve(trouble, trouble, result([7]));

      expect(await open(server.url).call(search)).toEqual([7]);
      expect(server.seen).toHaveLength(3);
    });

    it('a read that fails three times is given up as transient', async () => {
      const server = await serve(trouble);

      const error = await failure(open(server.url));

      expect(error).toBeInstanceOf(TransientError);
      expect(server.seen).toHaveLength(3);
    });

    it('a write is never repeated: what it did is unknown', async () => {
      const server = await serve(trouble, result([1]));

      const error = await failure(open(server.url), create);

      expect(error).toBeInstanceOf(TransientError);
      expect(error).toMatchObject({ code: 'odoo.outcome_unknown' });
      expect(server.seen).toHaveLength(1);
    });
  });

  it('B71: the right to write is asked for before each try of a write, and of no read', async () => {
    const server = await serve(page(503), result([1]));
    const lost = new LostLockError('lost', { code: 'lock.lost' });
    const passes = [() => Promise.resolve(), () => Promise.reject(lost)];
    const askWrite: AskWrite = () => () => passes.shift()?.() ?? Promise.reject(new Error('once more'));
    const transport = open(server.url, { askWrite });

    const written = await failure(transport, create);
    await transport.call(search);

    expect(written).toBe(lost);
    expect(server.seen).toHaveLength(2);
  });

  it.each([
    ['a proxy turns it away with 503', page(503)],
    ['Odoo undid it because of a collision', serialization],
  ])('a write is repeated when nothing was done: %s', async (_title, trouble) => {
    const server = await serve(trouble, trouble, result([1]));

    expect(await open(server.url).call(create)).toEqual([1]);
  });

  it('a collision that stays is told as such', async () => {
    const server = await serve(serialization);

    expect(await failure(open(server.url), create)).toMatchObject({
      code: 'odoo.serialization',
      retryable: true,
    });
    expect(server.seen).toHaveLength(3);
  });

  it('a read that hangs ends with the time-out', async () => {
    const server = await serve(hang);

    const error = await failure(open(server.url, { timeoutMs: patience }));

    expect(error).toMatchObject({ code: 'odoo.timeout' });
  });

  it('a write that hangs has an unknown outcome', async () => {
    const server = await serve(hang);

    const error = await failure(open(server.url, { timeoutMs: patience }), create);

    expect(error).toMatchObject({ code: 'odoo.outcome_unknown' });
    expect(server.seen).toHaveLength(1);
  });

  it('an Odoo that nobody serves is unreachable, with the address but without the login', async () => {
    const error = await failure(open(await unusedUrl()), create);

    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ code: 'odoo.unreachable' });
    expect(String(error)).toMatch(/127\.0\.0\.1.*ECONNREFUSED/);
  });

  it('a handshake that never ends is no connection: nothing was sent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const error = await failure(open(`https://127.0.0.1:${port}`, { timeoutMs: patience }), create);

    expect(error).toMatchObject({ code: 'odoo.unreachable' });
    server.close();
  });

  it('an Odoo that is down is waited for as long as reconnectMs', async () => {
    const transport = open(await unusedUrl(), { reconnectMs: 60_000 });

    const error = await failure(transport, create);

    // 0.5 + 1 + 2 + 4 s, then 8 s each: the eleventh pause passes 60 s.
    expect(error).toBeInstanceOf(UnreachableError);
    expect(transport.calls).toBe(12);
  });

  it.each([
    ['a web page', page(200), 'odoo.not_odoo'],
    ['a 404', page(404), 'odoo.not_odoo'],
    ['a redirect', page(301, { location: 'https://erp.example.com/jsonrpc' }), 'odoo.redirect'],
    ['B63: a page that asks for a login', page(401), 'odoo.basic_auth'],
    ['B63: a page that forbids', page(403), 'odoo.turned_away'],
    ['a proxy that finds it too large', page(413), 'odoo.too_large'],
    ['JSON of something else', text('{"hello":"world"}'), 'odoo.not_odoo'],
  ])('%s is a matter of configuration and not repeated', async (_title, answer, code) => {
    const server = await serve(answer);

    const error = await failure(open(server.url), create);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
  });

  it('keeps a path prefix of the URL', async () => {
    const paths: string[] = [];
    const server = await serve((request, response, body) => {
      paths.push(request.url ?? '');
      result([])(request, response, body);
    });

    await open(`${server.url}/erp/`).call(search);

    expect(paths).toEqual(['/erp/jsonrpc']);
  });

  describe.each(['json2', 'xmlrpc'] as const)('the same over %s', (protocol) => {
    it.each([
      ['a broken connection', reset],
      ['a 502 page', page(502)],
      ['a cut-off answer', protocol === 'xmlrpc' ? cutOffXml : cutOff],
    ])('%s leaves the outcome of a write unknown', async (_title, trouble) => {
      const server = await serve(trouble);

      expect(await failure(open(server.url, { protocol }), create)).toMatchObject({
        code: 'odoo.outcome_unknown',
      });
      expect(server.seen).toHaveLength(1);
    });

    it('a hanging write times out with an unknown outcome', async () => {
      const server = await serve(hang);

      const error = await failure(open(server.url, { protocol, timeoutMs: patience }), create);

      expect(error).toMatchObject({ code: 'odoo.outcome_unknown' });
    });

    it.each([
      ['asks for a login', 401, 'odoo.basic_auth'],
      ['forbids', 403, 'odoo.turned_away'],
    ])('B63: a page that %s is told as what it is', async (_title, status, code) => {
      const server = await serve(page(status));

      expect(await failure(open(server.url, { protocol }), create)).toMatchObject({ code });
      expect(server.seen).toHaveLength(1);
    });

    it('a 503 is repeated, a page is not', async () => {
      const busy = await serve(page(503), page(503), page(404));

      const error = await failure(open(busy.url, { protocol }), create);

      expect(error).toMatchObject({ code: 'odoo.not_odoo' });
      expect(busy.seen).toHaveLength(3);
    });

    it('nobody there is unreachable', async () => {
      expect(await failure(open(await unusedUrl(), { protocol }), create)).toMatchObject({
        code: 'odoo.unreachable',
      });
    });

    it('keeps a path prefix of the URL', async () => {
      const paths: string[] = [];
      const server = await serve((request, response, body) => {
        paths.push(request.url ?? '');
        page(404)(request, response, body);
      });

      await failure(open(`${server.url}/erp/`, { protocol }));

      expect(paths[0]).toMatch(/^\/erp\/(json|xmlrpc)\/2\//);
    });
  });

  it('XML-RPC: a method that returns None has done its work', async () => {
    const none =
      '<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1</int></value>' +
      '</member><member><name>faultString</name><value><string>Traceback…\nTypeError: cannot marshal None unless allow_none ' +
      'is enabled\n</string></value></member></struct></value></fault></methodResponse>';
    const server = await serve(text(none));

    expect(
      await open(server.url, { protocol: 'xmlrpc' }).call({
        model: 'ir.actions.server',
        method: 'run',
        ids: [1],
      }),
    ).toBeNull();
  });

  it('XML-RPC: a text it has no form for is the record’s fault', async () => {
    const server = await serve(text(''));
    const params = { vals_list: [{ name: 'bell \u0007' }] };

    const error = await failure(open(server.url, { protocol: 'xmlrpc' }), { ...create, params });

    expect(error).toBeInstanceOf(RecordError);
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ['is starting up: a write is repeated', 'FATAL:  the database system is starting up', 2],
    ['went away: what a write did is unknown', 'server closed the connection unexpectedly', 1],
  ])("Odoo's own database %s", async (_title, message, requests) => {
    const server = await serve(fault('psycopg2.OperationalError', message), result([1]));

    await failure(open(server.url), create);

    expect(server.seen).toHaveLength(requests);
  });

  it('JSON-RPC: a method that returns None answers null', async () => {
    const server = await serve(text('{"jsonrpc":"2.0","id":1}'));

    expect(await open(server.url).call({ model: 'ir.actions.server', method: 'run', ids: [1] })).toBeNull();
  });
});
