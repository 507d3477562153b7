import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';

/** How many there may be at most. A figure that has become smaller is written down here; none becomes larger. */
const most = {
  'product files that name res.partner': 3,
  'product files that tie contact and customer together': 7,
  'files imported by one sibling only': 59,
  'shapes of a person': 37,
  'functions between an API page and the Odoo write': 30,
  'functions between an edited contact and the batch call': 16,
};

describe('the house', () => {
  const printed = execFileSync(process.execPath, ['scripts/house.mjs'], { encoding: 'utf8' });
  const figures = new Map(
    printed
      .trim()
      .split('\n')
      .map((line) => /^ *(\d+) {2}(.+)$/u.exec(line) ?? [])
      .map(([, figure, what]) => [what, Number(figure)]),
  );

  it.each(Object.entries(most))('has no more %s than %d', (what, limit) => {
    expect(figures.get(what)).toBeLessThanOrEqual(limit);
  });

  it('shows every figure that has a limit, and no other', () => {
    expect([...figures.keys()].sort()).toEqual(Object.keys(most).sort());
  });
});
