import { BusyError, RecordError, type BridgeError } from '../support/errors.js';

/** What is known of a refusal, from a problem document or from an error item of the batch endpoint. */
export interface Refusal {
  /** MailChimp's own words. */
  text: string;
  title?: string;
  /** Names of the fields it complains about. */
  fields?: readonly string[];
}

interface Kind {
  pattern: RegExp;
  code: string;
  hint: string;
}

const correctAddress = 'Correct the address in Odoo.';
const correctField = 'Correct the named field in Odoo, or its mapping.';

/** What MailChimp says when it refuses a member, told apart by its words: the status is 400 for all (mailchimp-api §3.2). */
const kinds: readonly Kind[] = [
  {
    pattern: /compliance state/iu,
    code: 'mailchimp.compliance_state',
    hint: 'The person has to subscribe again themselves, by a form or a confirmation mail.',
  },
  {
    pattern: /only update email addresses for members with a status/iu,
    code: 'mailchimp.cannot_rename',
    hint: 'MailChimp gives another address to subscribed members only; put the old one back in Odoo, or let the person subscribe with the new one.',
  },
  {
    pattern: /permanently deleted|forgotten email|already in this list with a status of "?deleted/iu,
    code: 'mailchimp.forgotten',
    hint: 'The person has to subscribe again themselves, by a form.',
  },
  { pattern: /looks fake or invalid/iu, code: 'mailchimp.looks_fake', hint: correctAddress },
  { pattern: /valid email address|blank email/iu, code: 'mailchimp.bad_address', hint: correctAddress },
  {
    pattern: /member exists|already a list member|already in this list with a status/iu,
    code: 'mailchimp.member_exists',
    hint: 'Another member has this address: merge the two in MailChimp.',
  },
  {
    pattern: /merge fields were invalid|please enter|value must be one of|not a valid URL/iu,
    code: 'mailchimp.merge_fields',
    hint: correctField,
  },
];

const throttle = /signed up to a lot of lists/iu;
/** Merge tags are upper case, fields of MailChimp's own schema are not; titles may be localised (§12.16). */
const mergeTag = /^[A-Z][A-Z0-9_]{0,9}$/u;

/** A refusal of one member, in MailChimp's own words (B21, B22). */
export function memberRefusal({ text, title = '', fields = [] }: Refusal): BridgeError {
  const words = `${title} ${text}`;
  if (throttle.test(words)) {
    const hint = 'MailChimp takes the address again in some minutes or days; the next run tries.';
    return new BusyError(text, { code: 'mailchimp.signup_throttle', hint });
  }
  const kind = kinds.find(({ pattern }) => pattern.test(words));
  if (kind !== undefined) return new RecordError(text, { code: kind.code, hint: kind.hint });
  if (fields.some((field) => mergeTag.test(field))) {
    return new RecordError(text, { code: 'mailchimp.merge_fields', hint: correctField });
  }
  return new RecordError(text, { code: 'mailchimp.invalid', hint: 'Correct the record in Odoo.' });
}
