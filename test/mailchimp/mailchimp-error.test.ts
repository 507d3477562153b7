import { describe, expect, it } from '@jest/globals';
import { answerError } from '../../src/mailchimp/mailchimp-error.js';
import { accountRoute, audienceRoute, memberRoute } from '../../src/mailchimp/route.js';

const member = memberRoute('a36b032126', '5eb0d793a5aa4f1b9fd29305d6afbf7c');
const problem = (title: string, detail: string, errors?: object[]) => ({ title, detail, errors });
const ana = 'ana@acme-widgets.com';

describe('answerError: refusals of a member, all of them HTTP 400', () => {
  it.each([
    [
      'Member In Compliance State',
      `${ana} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.`,
      'mailchimp.compliance_state',
      'fix-record',
    ],
    [
      'Forgotten Email Not Subscribed',
      `${ana} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`,
      'mailchimp.forgotten',
      'fix-record',
    ],
    [
      'Invalid Resource',
      `${ana} looks fake or invalid, please enter a real email address.`,
      'mailchimp.looks_fake',
      'fix-record',
    ],
    ['Invalid Resource', 'Please provide a valid email address.', 'mailchimp.bad_address', 'fix-record'],
    ['Invalid Resource', 'Blank email address', 'mailchimp.bad_address', 'fix-record'],
    [
      'Member Exists',
      `${ana} is already a list member. Use PUT to insert or update list members.`,
      'mailchimp.member_exists',
      'fix-record',
    ],
    [
      'Invalid Resource',
      `${ana} has signed up to a lot of lists very recently; we're not allowing more signups for now`,
      'mailchimp.signup_throttle',
      'wait',
    ],
    [
      'Invalid Resource',
      'This member\'s status is "cleaned." You can only update email addresses for members with a status of "subscribed."',
      'mailchimp.cannot_rename',
      'fix-record',
    ],
    [
      'Invalid Resource',
      `${ana} is already in this list with a status of "archived."`,
      'mailchimp.member_exists',
      'fix-record',
    ],
    [
      'Invalid Resource',
      `${ana} is already in this list with a status of "deleted."`,
      'mailchimp.forgotten',
      'fix-record',
    ],
    ['Invalid Resource', 'The resource submitted could not be validated.', 'mailchimp.invalid', 'fix-record'],
    ['Bad Request', 'Something else', 'mailchimp.invalid', 'fix-record'],
  ])('%s, "%s": %s', (title, detail, code, remedy) => {
    const error = answerError(400, problem(title, detail), member);

    expect(error).toMatchObject({ code, remedy, message: detail, hint: expect.any(String) });
  });

  it('B27: knows a localised detail by its title, and a localised title by its detail', () => {
    const titled = answerError(400, problem('Member In Compliance State', '…não pode ser inscrito.'), member);
    const detailed = answerError(400, problem('Recurso', `${ana} is in a compliance state`), member);

    expect([titled.code, detailed.code]).toEqual([
      'mailchimp.compliance_state',
      'mailchimp.compliance_state',
    ]);
  });

  it('B21: says in MailChimp’s own words what is wrong with which merge field', () => {
    const error = answerError(
      400,
      problem('Invalid Resource', 'Your merge fields were invalid.', [
        { field: 'LTV', message: 'Please enter a number' },
        { field: 'BIRTHDAY', message: 'Please enter a month (01-12) and a day (01-31)' },
      ]),
      member,
    );

    expect(error).toMatchObject({
      code: 'mailchimp.merge_fields',
      message:
        'Your merge fields were invalid. LTV: Please enter a number; BIRTHDAY: Please enter a month (01-12) and a day (01-31)',
    });
  });

  it('tells a merge tag from a field of MailChimp’s schema, in any language', () => {
    const errors = (field: string) => [{ field, message: 'Valor inválido' }];

    expect(answerError(400, problem('Recurso', 'Inválido', errors('LTV')), member).code).toBe(
      'mailchimp.merge_fields',
    );
    expect(answerError(400, problem('Recurso', 'Inválido', errors('contact.zip')), member).code).toBe(
      'mailchimp.invalid',
    );
  });
});

describe('answerError: everything else', () => {
  it.each([
    [401, problem('API Key Invalid', 'Your API key may be invalid…'), 'mailchimp.login', 'LoginError'],
    [401, undefined, 'mailchimp.login', 'LoginError'],
    [403, problem('Forbidden', "You don't have permission…"), 'mailchimp.forbidden', 'ConfigurationError'],
    [
      403,
      problem('User Disabled', 'This account has been deactivated.'),
      'mailchimp.forbidden',
      'LoginError',
    ],
    [
      403,
      problem('WrongDatacenter', 'The API key provided is linked to a different data center.'),
      'mailchimp.forbidden',
      'LoginError',
    ],
    [403, undefined, 'mailchimp.throttled', 'BusyError'],
    [429, undefined, 'mailchimp.throttled', 'BusyError'],
    [
      429,
      problem('Too Many Requests', 'You have exceeded the limit of 10 simultaneous connections.'),
      'mailchimp.throttled',
      'BusyError',
    ],
    [500, problem('Internal Server Error', 'A deep internal error…'), 'mailchimp.server', 'TransientError'],
    [502, undefined, 'mailchimp.server', 'TransientError'],
    [503, undefined, 'mailchimp.server', 'TransientError'],
    [504, undefined, 'mailchimp.timeout', 'TransientError'],
    [400, undefined, 'mailchimp.server', 'TransientError'],
    [404, problem('Resource Not Found', '…'), 'mailchimp.not_found', 'RecordError'],
    [404, undefined, 'mailchimp.unexpected_answer', 'ConfigurationError'],
    [302, undefined, 'mailchimp.unexpected_answer', 'ConfigurationError'],
    [405, problem('Method Not Allowed', '…'), 'mailchimp.cannot_archive', 'RecordError'],
    [400, problem('JSON Parse Error', '…'), 'mailchimp.refused_call', 'OperatorError'],
    [422, problem('RequestedFieldsInvalid', '…'), 'mailchimp.refused_call', 'OperatorError'],
  ])('HTTP %i with %j: %s, a %s', (status, body, code, name) => {
    expect(answerError(status, body, member)).toMatchObject({ code, name, hint: expect.any(String) });
  });

  it('names the audience that is not there', () => {
    const error = answerError(404, problem('Resource Not Found', '…'), audienceRoute('a36b032126'));

    expect(error).toMatchObject({
      code: 'mailchimp.audience_not_found',
      remedy: 'fix-configuration',
      message: 'MailChimp has no audience a36b032126',
    });
  });

  it('takes a 404 of the account itself for a wrong address of the API', () => {
    const error = answerError(404, problem('Resource Not Found', '…'), accountRoute('/ping'));

    expect(error).toMatchObject({ code: 'mailchimp.unexpected_answer', remedy: 'fix-configuration' });
  });
});
