import { ConfigurationError } from '../../support/errors.js';

/** Why an audience's mailing list can't be worked on as it is, each with what to do (B51). */
export const listTrouble = {
  gone: (audience: string, list: string): ConfigurationError =>
    new ConfigurationError(
      `The mailing list ${list} of audience ${audience} was deleted in Odoo; no other is made for it`,
      {
        code: 'list.gone',
        hint: 'Name another mailing list, which exists, under mailing_list: of the audience. Nobody is opted in by that.',
      },
    ),
  archived: (audience: string, list: string): ConfigurationError =>
    new ConfigurationError(
      `The mailing list ${list} of audience ${audience} was archived or merged into another in Odoo; only opt-outs still travel`,
      {
        code: 'list.archived',
        hint: 'Unarchive it in Odoo, or name another mailing list, which exists, under mailing_list: of the audience.',
      },
    ),
  renamed: (audience: string, { was, is }: { was: string; is: string }): ConfigurationError =>
    new ConfigurationError(
      `The mailing list ${was} of audience ${audience} is called ${is} in Odoo now; only opt-outs still travel`,
      {
        code: 'list.renamed',
        hint: `Write mailing_list: ${is} in the account file, or leave it out: the list is known by its id.`,
      },
    ),
  missing: (audience: string, { wanted, bound }: { wanted: string; bound: string }): ConfigurationError =>
    new ConfigurationError(
      `There is no mailing list ${wanted} in Odoo to bind audience ${audience} to, which has ${bound}; only opt-outs still travel`,
      {
        code: 'list.missing',
        hint: `Make ${wanted} in Odoo, or correct mailing_list: in the account file. A second list is made for no audience.`,
      },
    ),
  taken: (audience: string, { list, by }: { list: string; by: string }): ConfigurationError =>
    new ConfigurationError(
      `The mailing list ${list} can't be that of audience ${audience}, for it is that of ${by}: an opt-out from one would be one from both`,
      {
        code: 'list.taken',
        hint: 'Name a list of its own under mailing_list: of the audience. If the other one uses it no more, delete the attachment odoo-mailchimp of the list (Settings ▸ Technical ▸ Attachments).',
      },
    ),
};
