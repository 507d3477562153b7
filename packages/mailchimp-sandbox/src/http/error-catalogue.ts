import { Problem } from './problem.js';

type Row = readonly [status: number, title: string, detail: string];

const tooMany = 'You have exceeded the limit of 10 simultaneous connections.';

/** The errors of MailChimp's glossary by name, which `X-Trigger-Error` asks for (API §2.3, §3.2). */
const catalogue: Readonly<Record<string, Row>> = {
  BadRequest: [400, 'Bad Request', 'Your request could not be processed.'],
  JSONParseError: [400, 'JSON Parse Error', 'We encountered an unspecified JSON parsing error.'],
  InvalidAction: [400, 'Invalid Action', 'The action requested was not valid for this resource.'],
  InvalidResource: [
    400,
    'Invalid Resource',
    "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
  ],
  APIKeyMissing: [401, 'API Key Missing', 'Your request did not include an API key.'],
  APIKeyInvalid: [
    401,
    'API Key Invalid',
    "Your API key may be invalid, or you've attempted to access the wrong datacenter.",
  ],
  Forbidden: [403, 'Forbidden', "You don't have permission to access this resource."],
  UserDisabled: [403, 'User Disabled', 'This account has been deactivated.'],
  WrongDatacenter: [403, 'WrongDatacenter', 'The API key provided is linked to a different data center.'],
  ResourceNotFound: [404, 'Resource Not Found', 'The requested resource could not be found.'],
  MethodNotAllowed: [
    405,
    'Method Not Allowed',
    "The requested method and resource are not compatible. See the Allow header for this resource's available methods.",
  ],
  ResourceNestingTooDeep: [
    414,
    'Resource Nesting Too Deep',
    'The sub-resource requested is nested too deeply.',
  ],
  InvalidMethodOverride: [
    422,
    'Invalid Method Override',
    'You can only use the X-HTTP-Method-Override header with the POST method.',
  ],
  RequestedFieldsInvalid: [
    422,
    'Requested Fields Invalid',
    'The fields requested from this resource are invalid.',
  ],
  TooManyRequests: [429, 'Too Many Requests', tooMany],
  InternalServerError: [
    500,
    'Internal Server Error',
    'An unexpected internal error has occurred. Please contact Support for more information.',
  ],
  ComplianceRelated: [503, 'Compliance Related', 'This method has been disabled.'],
};

/** The error of that name whatever its case, or undefined. */
export function errorNamed(name: string): Problem | undefined {
  const row = Object.entries(catalogue).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
  if (!row) return undefined;
  const [status, title, detail] = row;
  return new Problem({ status, title, detail });
}

type PipelineError =
  | 'APIKeyMissing'
  | 'APIKeyInvalid'
  | 'InvalidMethodOverride'
  | 'RequestedFieldsInvalid'
  | 'TooManyRequests'
  | 'InternalServerError'
  | 'MethodNotAllowed';

/** One of the errors the pipeline itself answers with. */
export function catalogued(name: PipelineError): Problem {
  return errorNamed(name) ?? new Problem({ status: 500, title: name, detail: name });
}
