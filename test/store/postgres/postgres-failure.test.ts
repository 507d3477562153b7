import { describe, expect, it } from '@jest/globals';
import { postgresFailure } from '../../../src/store/postgres/open-postgres.js';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('a failure of PostgreSQL', () => {
  it('that is of its own kind stays what it is', () => {
    const unique = withCode('23505', 'duplicate key value violates unique constraint');

    expect(postgresFailure(unique)).toBe(unique);
    expect(postgresFailure('x')).toBe('x');
  });

  it.each(['57P01', '57P03', '08006', '53300', 'ECONNREFUSED', 'ENOENT'])(
    'with code %s may be retried: the server is away',
    (code) => {
      expect(postgresFailure(withCode(code))).toMatchObject({ code: 'store.unreachable', retryable: true });
    },
  );

  it('without a code is known by pg’s words', () => {
    const ended = new Error('Connection terminated unexpectedly');

    expect(postgresFailure(ended)).toMatchObject({ code: 'store.unreachable' });
  });

  it('of all the addresses of a name is told by the first', () => {
    const all = Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:5432')]), {
      code: 'ECONNREFUSED',
    });

    expect(postgresFailure(all)).toMatchObject({ message: expect.stringContaining('::1:5432') });
  });
});
