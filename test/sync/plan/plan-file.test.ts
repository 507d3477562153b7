import { describe, expect, it } from '@jest/globals';
import { parsePlan, type PlanFile } from '../../../src/sync/plan/plan-file.js';

/** A plan as it is written, with what is wrong with it put in as text. */
function planWith(change: { selection?: string; to?: string }): string {
  const { selection = '{"by":"all"}', to = '"Ana"' } = change;
  const plan: PlanFile = {
    version: 1,
    account: 'acme',
    made_at: '2026-03-01T10:00:00.000Z',
    request: {
      command: 'contacts export',
      audiences: [],
      model: 'mailing.contact',
      selection: { by: 'emails', emails: [] },
    },
    runs: [
      {
        audience: 'a36b032126',
        changes: [
          {
            side: 'mailchimp',
            action: 'update',
            email: 'ana@shop.pt',
            changes: { FNAME: { from: '', to: 'TO' } },
          },
        ],
      },
    ],
  };
  return JSON.stringify(plan).replace('{"by":"emails","emails":[]}', selection).replace('"TO"', to);
}

const endless = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

describe('B29: a plan read from a file', () => {
  it('is as it was written', () => {
    expect(parsePlan(planWith({}))).toMatchObject({ account: 'acme', runs: [{ audience: 'a36b032126' }] });
  });

  it.each([
    ['a value nested without end', { to: endless }],
    ['a domain nested without end', { selection: `{"by":"domain","domain":[["id","in",${endless}]]}` }],
    ['a domain without the conditions it needs', { selection: '{"by":"domain","domain":["&"]}' }],
    ['an id that no record has', { selection: '{"by":"ids","ids":[1e300]}' }],
    ['half an id', { selection: '{"by":"ids","ids":[1.5]}' }],
    ['no address', { selection: '{"by":"emails","emails":["nobody"]}' }],
    ['another command', { selection: '{"by":"magic"}' }],
  ])('is none of the bridge’s with %s', (_what, change) => {
    const parse = () => parsePlan(planWith(change));

    expect(parse).toThrow(expect.objectContaining({ code: 'plan.unreadable' }));
  });
});
