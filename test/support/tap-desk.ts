import type { IncomingHttpHeaders } from 'node:http';

/** Where a request is caught: before the server gets it, or when its answer would go out. */
export type Moment = 'request' | 'answer';

export interface Caught {
  /** From 1, since the last `reset`. */
  index: number;
  moment: Moment;
  /** Called in its place; `drop` breaks the connection, without it the caller waits. */
  then: (drop: () => void) => void;
}

export interface TappedRequest {
  method: string;
  path: string;
  body: string;
}

export interface TapPlan {
  caught?: Caught;
  twice?: number;
  before?: (request: TappedRequest) => Promise<void>;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  content: Buffer;
}

/** What a tap does to the requests that come through it, whichever way they come. */
export class TapDesk {
  readonly requests: TappedRequest[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #plan: TapPlan = {};
  #isCut = false;

  get isCut(): boolean {
    return this.#isCut;
  }

  /**
   * Gives back null where the connection is to break.
   * @param forward asks the server; null when it can't be reached
   */
  pass(request: TappedRequest, forward: () => Promise<Answer | null>): Promise<Answer | null> {
    const passing = this.#pass(request, forward);
    this.#underWay.add(passing);
    const land = (): boolean => this.#underWay.delete(passing);
    passing.then(land, land);
    return passing;
  }

  reset(plan: TapPlan = {}): void {
    this.requests.length = 0;
    this.#plan = plan;
    this.#isCut = false;
  }

  async cut(): Promise<void> {
    this.#isCut = true;
    await Promise.all(this.#underWay);
  }

  async #pass(request: TappedRequest, forward: () => Promise<Answer | null>): Promise<Answer | null> {
    if (this.#isCut) return null;
    this.requests.push(request);
    const index = this.requests.length;
    const { twice, before } = this.#plan;
    const caught = this.#plan.caught?.index === index ? this.#plan.caught : undefined;
    if (caught?.moment === 'request') return dropped(caught);
    await before?.(request);
    if (twice === index) await forward();
    const answer = await forward();
    return caught === undefined ? answer : dropped(caught);
  }
}

function dropped({ then }: Caught): Promise<null> {
  return new Promise((resolve) => then(() => resolve(null)));
}
