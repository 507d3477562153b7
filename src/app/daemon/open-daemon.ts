import type { AccountConfig } from '../../config/account-config.js';
import { plainHttp } from '../../config/plain-http.js';
import { createApp, type Readiness } from '../../server/create-app.js';
import { listen, type Listening } from '../../server/listen.js';
import { createMetrics } from '../../server/metrics.js';
import type { Clock } from '../../support/clock.js';
import { ConfigurationError } from '../../support/errors.js';
import { createLogger, type Logger } from '../../support/logger.js';
import { secretsOf } from '../secrets-of.js';
import { serveAccount, type AccountService } from './serve-account.js';

export interface DaemonOptions {
  accounts: readonly AccountConfig[];
  host: string;
  /** 0: any free one. */
  port: number;
  clock: Clock;
  /** Takes the lines of the operation log. */
  writeLog(line: string): void;
  /** How long work under way may take to come to its end, in milliseconds. */
  drainMs: number;
}

/** Webhooks, live updates and schedules of all accounts, until it is stopped. */
export interface Daemon {
  url: string;
  /** Begins nothing new and waits for what is under way. @returns false when that took too long and was given up */
  stop(): Promise<boolean>;
}

/** @throws ConfigurationError `serve.port`, `serve.same_token`, and whatever keeps a store from being opened */
export async function openDaemon(options: DaemonOptions): Promise<Daemon> {
  refuseSameTokens(options.accounts);
  const [stopping, giveUp] = [new AbortController(), new AbortController()];
  const metrics = createMetrics();
  const { clock } = options;
  const services: AccountService[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(services.map((service) => service.close()));
  };
  try {
    for (const config of options.accounts) {
      const logger = loggerFor(options, config.log);
      for (const warning of plainHttp(config))
        logger.warn({ account: config.account, warning }, 'Plain HTTP');
      const deps = { clock, metrics, logger, stopping: stopping.signal, giveUp: giveUp.signal };
      services.push(await serveAccount(config, deps));
    }
    const receivers = services.flatMap(({ receiver }) => receiver ?? []);
    const logger = loggerFor(options);
    const app = createApp(receivers, { metrics, logger, clock, readiness: () => readiness(services) });
    const listening = await listen(app, options);
    logger.info({ url: listening.url, accounts: services.map(({ account }) => account) }, 'Serving');
    const work = Promise.all(services.map((service) => service.work()));
    return {
      url: listening.url,
      stop: () => stop({ ...options, listening, logger, stopping, giveUp, work, closeAll }),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Running extends DaemonOptions {
  listening: Listening;
  logger: Logger;
  stopping: AbortController;
  giveUp: AbortController;
  work: Promise<unknown>;
  closeAll(): Promise<void>;
}

async function stop({
  listening,
  logger,
  stopping,
  giveUp,
  work,
  closeAll,
  ...options
}: Running): Promise<boolean> {
  logger.info('Stopping; work under way comes to its end');
  stopping.abort(new Error('stopping'));
  const late = new AbortController();
  const deadline = options.clock.sleep(options.drainMs, late.signal).then(() => false);
  const drained = Promise.all([listening.drain(), work]).then(() => true);
  const isDone = await Promise.race([drained, deadline]);
  late.abort();
  await deadline.catch(() => undefined);
  listening.close();
  if (isDone) await closeAll();
  else giveUp.abort(new Error('given up'));
  logger.info({ drained: isDone }, 'Stopped');
  return isDone;
}

/** As an account wants it; what concerns all of them as the first one wants it, with no addresses. */
function loggerFor({ accounts, writeLog }: DaemonOptions, log?: AccountConfig['log']): Logger {
  const level = log?.level ?? accounts[0]?.log.level ?? 'info';
  const showEmails = log?.show_emails ?? false;
  return createLogger({
    level,
    showEmails,
    secrets: accounts.flatMap(secretsOf),
    destination: { write: writeLog },
  });
}

async function readiness(services: readonly AccountService[]): Promise<Readiness> {
  const accounts = await Promise.all(
    services.map(async ({ account, problem }) => {
      const reason = await problem();
      return { account, ready: reason === null, reason };
    }),
  );
  return { ready: accounts.every(({ ready }) => ready), accounts };
}

/** Whose event it is, is told by the token. */
function refuseSameTokens(accounts: readonly AccountConfig[]): void {
  const seen = new Map<string, string>();
  for (const { account, webhooks } of accounts) {
    for (const token of [webhooks?.token, webhooks?.previous_token]) {
      if (token === undefined) continue;
      const other = seen.get(token.reveal());
      if (other !== undefined && other !== account) throw sameToken(account, other);
      seen.set(token.reveal(), account);
    }
  }
}

function sameToken(one: string, other: string): ConfigurationError {
  return new ConfigurationError(`The accounts ${other} and ${one} have the same webhooks.token`, {
    code: 'serve.same_token',
    hint: 'Make one for each: openssl rand -hex 32',
  });
}
