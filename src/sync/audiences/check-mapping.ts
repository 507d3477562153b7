import type { AccountConfig } from '../../config/account-config.js';
import type { MergeField } from '../../mailchimp/merge-field.js';
import { ConfigurationError } from '../../support/errors.js';

/**
 * Holds a mapping against the audience's merge fields and names every problem at once (B4).
 * @throws ConfigurationError `config.mapping`
 */
export function checkMapping(config: AccountConfig, audienceId: string, fields: readonly MergeField[]): void {
  const audience = config.audiences.find(({ id }) => id === audienceId);
  const mapped = Object.keys(audience?.merge_fields ?? {});
  const unknown = mapped.filter((tag) => !fields.some((field) => field.tag === tag));
  const required = fields
    .filter((field) => field.required && !mapped.includes(field.tag))
    .map(({ tag }) => tag);
  const problems = [
    ...unknown.map((tag) => `merge field ${tag} is mapped and not there in MailChimp`),
    ...required.map((tag) => `merge field ${tag} is required in MailChimp and not mapped`),
  ];
  if (problems.length === 0) return;
  throw new ConfigurationError(`Audience ${audienceId}: ${problems.join('; ')}`, {
    code: 'config.mapping',
    hint: 'Correct merge_fields: in the account file, or the merge field in MailChimp.',
  });
}
