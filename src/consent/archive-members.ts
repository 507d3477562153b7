import type { ConsentRun } from './consent-run.js';
import { decided } from './decided.js';

/** Archives members, as a rule or `on_odoo_delete` asks for (B19, B48). Gone or archived already counts as done. */
export async function archiveMembers(
  { mailchimp, audienceId }: Pick<ConsentRun, 'mailchimp' | 'audienceId'>,
  members: readonly { hash: string }[],
): Promise<void> {
  await Promise.all(members.map(({ hash }) => mailchimp.members.archive(audienceId, decided(hash))));
}
