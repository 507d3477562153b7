import { describe, expect, it } from '@jest/globals';
import type { AlertState } from '../../../src/store/alert-states.js';
import { nextState, type Alert, type Problem } from '../../../src/app/alerts/alert-state.js';

const broken: Problem = { code: 'mapping.invalid', message: 'LNAME is gone', hint: null, mayPass: false };
const other: Problem = { ...broken, code: 'list.archived' };
const unreachable: Problem = { ...broken, code: 'odoo.unreachable', mayPass: true };

/** What is told run by run, where every channel takes what it is told. */
function told(...problems: (Problem | null)[]): (Alert | null)[] {
  let known: AlertState | null = null;
  return problems.map((problem, index) => {
    const { next, alert }: ReturnType<typeof nextState> = nextState(known, problem, `run ${index}`);
    known = next !== null && alert === 'failing' ? { ...next, told: problem?.code ?? null } : next;
    return alert;
  });
}

describe('B65: what is told, run by run', () => {
  it.each([
    ['nothing of what works', [null, null], [null, null]],
    ['what fails, once', [broken, broken, broken], ['failing', null, null]],
    ['and once that it works again', [broken, broken, null, null], ['failing', null, 'working', null]],
    ['and anew when it fails anew', [broken, null, broken], ['failing', 'working', 'failing']],
    [
      'nothing of what has passed by the next run',
      [unreachable, null, unreachable, null],
      [null, null, null, null],
    ],
    ['what may pass and has not', [unreachable, unreachable, unreachable], [null, 'failing', null]],
    ['another thing to be done', [broken, other], ['failing', 'failing']],
    [
      'no server that stumbles beside it',
      [broken, unreachable, unreachable, null],
      ['failing', null, null, 'working'],
    ],
  ] as const)('%s', (_what, problems, alerts) => {
    expect(told(...problems)).toEqual(alerts);
  });

  it('since when it is known from the first run that saw it', () => {
    const { next: first } = nextState(null, unreachable, 'first');

    expect(nextState(first, unreachable, 'second').next).toMatchObject({ since: 'first', runs: 2 });
  });
});
