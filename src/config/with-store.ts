import type { z } from 'zod';
import type { AccountConfig } from './account-config.js';
import type { accountSchema } from './account-schema.js';

/** The account with its store, `./data/<account>.db` by default. A URL with a password is hidden from loggers. */
export function withStore(parsed: z.output<typeof accountSchema>): AccountConfig {
  const store = parsed.store ?? `./data/${parsed.account}.db`;
  const account = { ...parsed, store };
  return isPostgres(store) ? Object.defineProperty(account, 'store', { enumerable: false }) : account;
}

/** What two accounts must not share: the file, or the database whatever the login. */
export function storeIdentity(store: string, absolute: (path: string) => string): string {
  if (!isPostgres(store) || !URL.canParse(store)) return absolute(store);
  const { hostname, port, pathname, search } = new URL(store);
  return `${hostname}:${port || '5432'}${pathname}${search}`;
}

function isPostgres(store: string): boolean {
  return /^postgres(ql)?:\/\//u.test(store);
}
