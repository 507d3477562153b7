import type { AccountConfig } from './account-config.js';
import type { Problem } from './problem.js';
import type { YamlSource } from './read-yaml.js';

/** What can only be seen when several keys are taken together. */
export function crossChecks(yaml: YamlSource, { audiences, mailchimp }: AccountConfig): Problem[] {
  const dataCentre = /-[a-z]+\d+$/u.test(mailchimp.api_key.reveal());
  return [
    ...repeated(yaml, audiences, 'id', 'an audience is configured once'),
    ...repeated(yaml, audiences, 'mailing_list', 'each audience needs a mailing list of its own'),
    ...(dataCentre || mailchimp.base_url !== undefined
      ? []
      : [
          yaml.problemAt(
            ['mailchimp', 'api_key'],
            'the key names no data centre; copy it whole, with the part after the dash (…-us6)',
          ),
        ]),
  ];
}

function repeated(
  yaml: YamlSource,
  audiences: AccountConfig['audiences'],
  key: 'id' | 'mailing_list',
  rule: string,
): Problem[] {
  const seen = new Set<string>();
  return audiences.flatMap((audience, index) => {
    const value = audience[key];
    if (value === undefined) return [];
    const again = seen.has(value.toLowerCase());
    seen.add(value.toLowerCase());
    return again
      ? [yaml.problemAt(['audiences', index, key], `${key} ${value} is there already; ${rule}`)]
      : [];
  });
}
