import { z } from 'zod';
import { UnreachableError } from '../../support/errors.js';

/**
 * SQLSTATEs of a server that went away, is starting or has no connection left: class 08, 57P01–57P03, 57P05, 53300
 * (postgresql.org/docs/current/errcodes-appendix.html); and whatever Node says of the way there, such as ECONNREFUSED.
 */
const awayCodes = /^(?:08\w{3}|57P0[1-35]|53300|E[A-Z]+)$/u;

/** pg's own words, which come without a code. */
const awayWords = /^(?:Connection terminated|Client has encountered a connection error)/u;

/** By its shape, for it need not be an error of this realm; with `errors` when all addresses of a name were tried. */
const failureSchema = z.object({
  code: z.string().optional(),
  message: z.string(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** What pg threw, named by what to do about it; anything but a server that is away stays what it is. */
export function postgresFailure(error: unknown): unknown {
  const failure = failureSchema.safeParse(error);
  if (!failure.success) return error;
  const { code = '', message, errors = [] } = failure.data;
  if (!awayCodes.test(code) && !awayWords.test(message)) return error;
  return new UnreachableError(`The store’s PostgreSQL is not there: ${errors[0]?.message ?? message}`, {
    code: 'store.unreachable',
    hint: 'Wait until it answers again, or check the postgres:// URL under store:; then try again.',
    cause: error,
  });
}
