import type { AudienceOverview } from '../../sync/audience-overview.js';
import type { CliContext } from '../cli-context.js';
import { coloursFor } from './colours.js';
import { countsInWords } from './counts-in-words.js';
import { factLines, type Fact } from './fact-lines.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

type NamedAudience = AudienceOverview & { account: string };

/** Audiences with what MailChimp says of them and the mailing list each is bound to (B3). */
export function printAudiences({ io, globals }: CliContext, audiences: readonly NamedAudience[]): void {
  if (globals().json === true) {
    printJson(io, { audiences });
    return;
  }
  const { bold } = coloursFor(io);
  const severalAccounts = new Set(audiences.map(({ account }) => account)).size > 1;
  for (const audience of allVisible(audiences)) {
    const account = severalAccounts ? ` (account ${audience.account})` : '';
    const lines = [`${bold(audience.id)}  ${audience.name}${account}`, ...factLines(facts(audience))];
    io.stdout(`${lines.join('\n')}\n`);
  }
  if (audiences.length === 0)
    io.stdout('This MailChimp account has no audience; make one in MailChimp first.\n');
}

function facts(audience: NamedAudience): Fact[] {
  const { date_created: created, subscribe_url: url, rating } = audience;
  return [
    ['mailing list', mailingList(audience)],
    ['members', countsInWords(audience.members)],
    ['merge fields', mergeFields(audience)],
    ...(audience.tags.length === 0 ? [] : [['tags', audience.tags.join(', ')] as const]),
    ...audience.interest_groups.map(({ title, interests }): Fact => [
      'interests',
      `${title}: ${interests.map(({ id, name }) => `${name} (${id})`).join(', ')}`,
    ]),
    ...(created === null ? [] : [['created', created] as const]),
    ...(url === null ? [] : [['sign-up form', url] as const]),
    ...(rating === null || rating === 0 ? [] : [['rating', String(rating)] as const]),
  ];
}

function mailingList({ configured, mailing_list: { id, name } }: NamedAudience): string {
  if (!configured) return 'none: the audience is not in the account file';
  return id === null ? `${name} (not made yet)` : `${name} (id ${id} in Odoo)`;
}

/** Required ones with a star. */
function mergeFields({ merge_fields: fields }: NamedAudience): string {
  const tags = fields.map(({ tag, required }) => `${tag}${required ? '*' : ''}`).join(' ');
  return fields.some(({ required }) => required) ? `${tags} (* required)` : tags;
}
