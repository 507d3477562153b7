import { Document, isMap, isSeq } from 'yaml';

export interface NewAccount {
  name: string;
  odooUrl: string;
  database: string;
  username: string;
  audience?: string[];
  /** Of the sandbox. */
  mailchimpUrl?: string;
}

/** Takes the place of an audience's id until the ids are known. */
const anyId = 'a36b032126';

/** A short account file with its secrets as variables (B1). */
export function newAccountYaml(account: NewAccount): string {
  const { name, odooUrl, database, username, audience, mailchimpUrl } = account;
  const document = new Document({
    account: name,
    odoo: { url: odooUrl, database, username, password: '${ODOO_PASSWORD}' },
    mailchimp: {
      api_key: '${MAILCHIMP_API_KEY}',
      ...(mailchimpUrl === undefined ? {} : { base_url: mailchimpUrl }),
    },
    audiences: (audience ?? [anyId]).map((id) => ({ id })),
  });
  document.commentBefore = ' Every option there is: docs/configuration.md. Secrets stand in .env.';
  const audiences = document.get('audiences');
  const [first] = isSeq(audiences) ? audiences.items : [];
  if (audience === undefined && isMap(first))
    first.commentBefore = ' An example: put in the ids that `odoo-mailchimp audiences list` shows.';
  return document.toString();
}
