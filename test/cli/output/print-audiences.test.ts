import { describe, expect, it } from '@jest/globals';
import { buildAudience, fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

const printed = async (
  command: string,
  ...audiences: ReturnType<typeof buildAudience>[]
): Promise<string> => {
  const found = () => Promise.resolve(audiences);
  const bridges = fakeBridges(() => ({ listAudiences: found, fetchAudiences: found }));
  return (await runLine(command, { bridges })).stdout;
};

describe('B3: audiences', () => {
  it('are shown with what MailChimp says of them', async () => {
    expect(await printed('audiences list', buildAudience())).toBe(
      [
        'a36b032126  Newsletter',
        '  mailing list  Newsletter (id 7 in Odoo)',
        '  members       1,200 subscribed, 30 unsubscribed',
        '  merge fields  FNAME COUNTRY* (* required)',
        '  created       2026-01-31T12:00:00+00:00',
        '  sign-up form  http://eepurl.com/xyz',
        '  rating        3',
        '',
      ].join('\n'),
    );
  });

  it('tags, and interests with the ids a mapping needs', async () => {
    const interest_groups = [{ title: 'Topics', interests: [{ id: 'ab12', name: 'News' }] }];

    const text = await printed('audiences list', buildAudience({ tags: ['VIP', 'Farm'], interest_groups }));

    expect(text).toContain('  tags          VIP, Farm\n  interests     Topics: News (ab12)\n');
  });

  it('what is not known is left out', async () => {
    const audience = buildAudience({ date_created: null, subscribe_url: null, rating: null });

    expect(await printed('audiences list', audience)).not.toMatch(/created|sign-up|rating/u);
  });

  it.each([
    [{ configured: false }, 'none: the audience is not in the account file'],
    [{ mailing_list: { id: null, name: 'News' } }, 'News (not made yet)'],
  ])('mailing list of %j', async (change, words) => {
    expect(await printed('audiences list', buildAudience(change))).toContain(`  mailing list  ${words}\n`);
  });

  it('an account without any says what to do', async () => {
    expect(await printed('audiences list')).toContain('make one in MailChimp first');
  });

  it('B29: fetch says whether something was done', async () => {
    expect(await printed('audiences fetch', buildAudience())).toContain('Next: odoo-mailchimp members fetch');
    expect(await printed('audiences fetch --dry-run', buildAudience())).toContain('Nothing was changed');
  });
});
