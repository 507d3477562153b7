export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemDetails {
  status: number;
  title: string;
  detail: string;
  errors?: readonly FieldError[];
  /** "Member Exists" comes without a type. */
  typeless?: boolean;
  headers?: Readonly<Record<string, string>>;
}

/** An answer of the API that is not a success (API §3). */
export class Problem extends Error {
  constructor(readonly details: ProblemDetails) {
    super(details.detail);
    this.name = 'Problem';
  }
}

const type = 'https://mailchimp.com/developer/marketing/docs/errors/';

/** The problem+json body; `instance` repeats the request id. */
export function problemBody(details: ProblemDetails, instance: string): Record<string, unknown> {
  const { title, status, detail, errors } = details;
  const body = { ...(details.typeless ? {} : { type }), title, status, detail, instance };
  return errors ? { ...body, errors } : body;
}
