import { BusyError, RecordError, type BridgeError } from '../support/errors.js';

interface Kind {
  pattern: RegExp;
  code: string;
  hint: string;
}

/** What MailChimp says when it refuses a member, told apart by its words: the status is 400 for all (§3.2). */
const kinds: readonly Kind[] = [
  {
    pattern: /compliance state/iu,
    code: 'mailchimp.compliance_state',
    hint: 'The person has to subscribe again themselves, by a form or a confirmation mail.',
  },
  {
    pattern: /permanently deleted|forgotten email/iu,
    code: 'mailchimp.forgotten',
    hint: 'The person has to subscribe again themselves, by a form.',
  },
  { pattern: /looks fake or invalid/iu, code: 'mailchimp.looks_fake', hint: 'Correct the address in Odoo.' },
  {
    pattern: /valid email address|blank email/iu,
    code: 'mailchimp.bad_address',
    hint: 'Correct the address in Odoo.',
  },
  {
    pattern: /already a list member/iu,
    code: 'mailchimp.member_exists',
    hint: 'Merge the two members in MailChimp.',
  },
  {
    pattern: /merge fields were invalid|please enter|must be one of|not a valid URL/iu,
    code: 'mailchimp.merge_fields',
    hint: 'Correct the named field in Odoo, or its mapping.',
  },
];

const throttle = /signed up to a lot of lists/iu;

/** A refusal of one member, in MailChimp's own words (B21, B22). */
export function memberRefusal(text: string, cause?: unknown): BridgeError {
  if (throttle.test(text)) {
    const hint = 'MailChimp takes the address again in some minutes or days; the next run tries.';
    return new BusyError(text, { code: 'mailchimp.signup_throttle', hint, cause });
  }
  const kind = kinds.find(({ pattern }) => pattern.test(text));
  return new RecordError(text, {
    code: kind?.code ?? 'mailchimp.invalid',
    hint: kind?.hint ?? 'Correct the record in Odoo.',
    cause,
  });
}
