import type { AccountConfig } from '../../src/config/account-config.js';
import { parseAccount } from '../../src/config/parse-account.js';
import { inOrder } from '../../src/config/problem.js';

/** 11 lines; what a test appends begins on line 12, at the top level or, indented, in the audience. */
export const anAccount = `account: acme
odoo:
  url: https://odoo.example.org
  database: production
  username: bridge
  password: \${ODOO_PASSWORD}
mailchimp:
  api_key: \${MAILCHIMP_API_KEY}
audiences:
  - id: a36b032126
    mailing_list: Newsletter
`;

export const environment = { ODOO_PASSWORD: 'odoo-s3cret', MAILCHIMP_API_KEY: 's3cret-key-us6' };

type Variables = Record<string, string | undefined>;

/** What is wrong with an account file, each as `line:column: text`. */
export function problemsOf(text: string, variables: Variables = {}): string[] {
  const { problems } = parseAccount('account.yaml', text, { ...environment, ...variables });
  return inOrder(problems).map((line) => line.replace(/^account\.yaml:/u, ''));
}

export function accountOf(text: string, variables: Variables = {}): AccountConfig {
  const { account } = parseAccount('account.yaml', text, { ...environment, ...variables });
  if (account === null) throw new Error(problemsOf(text, variables).join('\n'));
  return account;
}

/** The first audience of an account whose first audience says this, too. */
export function audienceOf(lines: string): AccountConfig['audiences'][number] {
  const [audience] = accountOf(anAccount + lines).audiences;
  if (audience === undefined) throw new Error('no audience');
  return audience;
}
