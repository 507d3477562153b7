import { Problem } from './problem.js';
import type { FieldError } from './problem.js';

export const mergeFieldsInvalid = 'Your merge fields were invalid.';

/** The problems the resources answer with, in MailChimp's own words (API §3.2). */
export const problems = {
  notFound: () =>
    new Problem({
      status: 404,
      title: 'Resource Not Found',
      detail: 'The requested resource could not be found.',
    }),

  badRequest: (detail: string) => new Problem({ status: 400, title: 'Bad Request', detail }),

  json: () =>
    new Problem({
      status: 400,
      title: 'JSON Parse Error',
      detail: 'We encountered an unspecified JSON parsing error.',
    }),

  action: () =>
    new Problem({
      status: 400,
      title: 'Invalid Action',
      detail: 'The action requested was not valid for this resource.',
    }),

  invalid: (detail: string) => new Problem({ status: 400, title: 'Invalid Resource', detail }),

  schema: (errors: readonly FieldError[]) =>
    new Problem({
      status: 400,
      title: 'Invalid Resource',
      detail:
        "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
      errors,
    }),

  noStatus: () => problems.schema([{ field: 'status', message: 'This value should not be blank.' }]),

  mergeFields: (errors: readonly FieldError[]) =>
    new Problem({
      status: 400,
      title: 'Invalid Resource',
      detail: mergeFieldsInvalid,
      errors,
    }),

  memberExists: (email: string) =>
    new Problem({
      status: 400,
      title: 'Member Exists',
      detail: `${email} is already a list member. Use PUT to insert or update list members.`,
      typeless: true,
    }),

  renamedWhile: (status: string) =>
    problems.invalid(
      `This member's status is "${status}." You can only update email addresses for members with a status of "subscribed."`,
    ),

  inThisList: (email: string, status: string) =>
    problems.invalid(`${email} is already in this list with a status of "${status}."`),

  compliance: (email: string) =>
    new Problem({
      status: 400,
      title: 'Member In Compliance State',
      detail: `${email} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.`,
    }),

  forgotten: (email: string) =>
    new Problem({
      status: 400,
      title: 'Forgotten Email Not Subscribed',
      detail: `${email} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`,
    }),

  fake: (email: string) =>
    problems.invalid(`${email} looks fake or invalid, please enter a real email address.`),

  throttled: (email: string) =>
    problems.invalid(
      `${email} has signed up to a lot of lists very recently; we're not allowing more signups for now`,
    ),

  forbidden: (detail: string) => new Problem({ status: 403, title: 'Forbidden', detail }),

  notAllowed: (allow: string, detail: string) =>
    new Problem({ status: 405, title: 'Method Not Allowed', detail, headers: { Allow: allow } }),
};
