export interface LoggedRequest {
  /** ISO 8601. */
  at: string;
  method: string;
  path: string;
  route: string;
  status: number;
  ms: number;
}

const kept = 200;

/** What the API was asked: counters for the benches and tests, the last requests for the page. */
export class RequestLog {
  #total = 0;
  #routes = new Map<string, number>();
  #syncing = new Map<string, number>();
  #maxInFlight = 0;
  #rejected = 0;
  #recent: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.#total += 1;
    this.#routes.set(request.route, (this.#routes.get(request.route) ?? 0) + 1);
    this.#recent.push(request);
    if (this.#recent.length > kept) this.#recent.shift();
  }

  /** Counts a call that said `is_syncing: true`: no automation starts of it. */
  syncing(route: string): void {
    this.#syncing.set(route, (this.#syncing.get(route) ?? 0) + 1);
  }

  inFlight(now: number): void {
    this.#maxInFlight = Math.max(this.#maxInFlight, now);
  }

  reject(): void {
    this.#rejected += 1;
  }

  clear(): void {
    this.#total = 0;
    this.#routes = new Map();
    this.#syncing = new Map();
    this.#maxInFlight = 0;
    this.#rejected = 0;
    this.#recent = [];
  }

  /** The last requests, newest first. */
  recent(): LoggedRequest[] {
    return [...this.#recent].reverse();
  }

  summary(): Record<string, unknown> {
    return {
      total: this.#total,
      by_route: Object.fromEntries(this.#routes),
      is_syncing: Object.fromEntries(this.#syncing),
      max_in_flight: this.#maxInFlight,
      rejected_429: this.#rejected,
    };
  }
}
