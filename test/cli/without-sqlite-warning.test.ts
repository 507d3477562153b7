import { describe, expect, it } from '@jest/globals';
import { withoutSqliteWarning } from '../../src/cli/without-sqlite-warning.js';

describe('Warnings of Node', () => {
  it('all but the one about its SQLite are shown', () => {
    const shown: unknown[] = [];
    const warn = withoutSqliteWarning((warning: string | Error) => void shown.push(warning));

    warn('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
    warn('Something is deprecated', 'DeprecationWarning');

    expect(shown).toEqual(['Something is deprecated']);
  });
});
