import { describe, expect, it } from '@jest/globals';
import { RecordError } from '../../src/support/errors.js';
import { createLogger, type LoggerOptions } from '../../src/support/logger.js';
import { Secret } from '../../src/support/secret.js';

const key = '0123456789abcdef0123456789abcdef-us6';

function openLog(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const logger = createLogger({ level: 'info', destination, secrets: [new Secret(key)], ...options });
  const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines, entries };
}

describe('createLogger', () => {
  it('writes a JSON line per entry, with time and the name of the level', () => {
    const { logger, entries } = openLog();

    logger.info({ audience: 'a1' }, 'Page imported');

    expect(entries()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), audience: 'a1', msg: 'Page imported' },
    ]);
  });

  it.each([
    ['silent', []],
    ['warn', ['careful']],
    ['debug', ['detail', 'careful']],
  ] as const)('at level %s writes %j', (level, expected) => {
    const { logger, entries } = openLog({ level });

    logger.debug('detail');
    logger.warn('careful');

    expect(entries().map(({ msg }) => msg)).toEqual(expected);
  });

  it('masks addresses and secrets in messages, keys, nested data and children', () => {
    const { logger, lines } = openLog();

    logger.child({ person: 'ana@acme.com' }).info({ deep: [{ 'bo@acme.com': key }] }, `for cy@acme.com`);

    expect(lines.join('')).not.toMatch(/ana@|bo@|cy@|0123456789abcdef/);
    expect(lines.join('')).toContain('a***@acme.com');
  });

  it('shows addresses when asked', () => {
    const { logger, lines } = openLog({ showEmails: true });

    logger.info('ana@acme.com');

    expect(lines.join('')).toContain('ana@acme.com');
  });

  it('stays JSON when an address follows a control character', () => {
    const { logger, entries } = openLog();

    logger.info('\u001bana@acme.com\nbo@acme.com "cy@acme.com"');

    expect(entries()[0]?.msg).toBe('\u001ba***@acme.com\nb***@acme.com "c***@acme.com"');
  });

  it('tells of a foreseen error its code, remedy and hint, and no stack', () => {
    const { logger, entries } = openLog();
    const error = new RecordError('ana@acme.com looks fake', {
      code: 'mailchimp.looks_fake',
      hint: 'Correct it.',
    });

    logger.error({ err: error }, 'Not exported');

    expect(entries()[0]?.err).toEqual({
      type: 'RecordError',
      message: 'a***@acme.com looks fake',
      code: 'mailchimp.looks_fake',
      remedy: 'fix-record',
      hint: 'Correct it.',
    });
  });

  it('never writes what a library hangs on its errors, at any depth', () => {
    const { logger, lines } = openLog({ secrets: [] });
    const library = Object.assign(new Error('socket hang up'), {
      code: 'ECONNRESET',
      config: { auth: { password: 'unknown-to-the-redactor' } },
    });
    const error = new RecordError('refused', { code: 'x.y', cause: library });

    logger.error(error);
    logger.error({ error: library }, 'again');

    expect(lines.join('')).not.toContain('unknown-to-the-redactor');
    expect(lines.join('')).toContain('ECONNRESET');
  });

  it('says why, down a chain of causes that ends in a circle', () => {
    const { logger, entries } = openLog();
    const error = new Error('outer');
    error.cause = error;

    logger.error({ err: error }, 'odd');

    expect(entries()[0]?.err).toMatchObject({ message: 'outer', cause: { message: 'outer' } });
  });
});
