import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { errorCode, proxyCode } from './http-failure.js';

/**
 * A connection to `target` (`host:port`) through a proxy, by its `CONNECT`.
 * @throws Error with the code `EPROXY:` and the status the proxy refuses with, or the code of why it can't be reached
 */
export function openTunnel(proxy: string, target: string, timeoutMs: number): Promise<Socket> {
  const { protocol, username, password, hostname, port } = new URL(proxy);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const authorization = { 'proxy-authorization': `Basic ${login.toString('base64')}` };
  const request = (protocol === 'https:' ? https : http).request({
    method: 'CONNECT',
    hostname: hostname.replace(/^\[|\]$/gu, ''),
    ...(port === '' ? {} : { port }),
    path: target,
    agent: false,
    headers: { host: target, ...(username === '' ? {} : authorization) },
  });
  return new Promise((resolve, reject) => {
    const giveUp = (): void => void request.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(giveUp, timeoutMs);
    request.once('connect', ({ statusCode }, socket: Socket) => {
      clearTimeout(timer);
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(proxyError(String(statusCode)));
    });
    request.once('error', (error) => {
      clearTimeout(timer);
      reject(proxyError(errorCode(error)));
    });
    request.end();
  });
}

function proxyError(reason: string): Error {
  const code = `${proxyCode}${reason}`;
  return Object.assign(new Error(code), { code });
}
