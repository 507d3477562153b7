import type { World } from '../model/world.js';
import type { Projection } from './projection.js';

/** One call of the API as its route sees it. */
export interface ApiCall {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON object, `{}` for an empty one. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly projection: Projection;
  /** Address of the caller, which MailChimp notes as `ip_opt`. */
  readonly ip: string;
  /** Where this sandbox is reached, for links: `http://127.0.0.1:4010`. */
  readonly origin: string;
}

export interface ApiReply {
  /** Absent: 204 without a body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Members in the request or the response, for the latency model. */
  readonly members?: number;
  /** `Lists/Members/Instance`, for the Link header. */
  readonly schema?: string;
  /** Where the web application shows it, for the Link header. */
  readonly dashboard?: string;
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly method: HttpMethod;
  /** As in the request log: `/lists/:list_id/members/:subscriber_hash`. */
  readonly path: string;
  handle(call: ApiCall): ApiReply | Promise<ApiReply>;
}

export const noContent: ApiReply = {};
