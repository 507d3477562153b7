/** What can go wrong on the way to an Odoo, on purpose. */
export type Fault =
  /** The work is done, then the connection breaks before the answer. */
  | { kind: 'lose_answer' }
  /** The connection breaks before anything is done. */
  | { kind: 'reset' }
  | { kind: 'delay'; ms: number }
  /** A proxy's page; nothing is done. */
  | { kind: 'page'; status: 502 | 503 };

interface Planned {
  fault: Fault;
  times: number;
  method: string | undefined;
}

/** Faults to come, in the order they were planned. */
export class FaultPlan {
  readonly #planned: Planned[] = [];

  /** The next `times` calls (of the Odoo method `method`, when it is given) meet the fault. */
  plan(fault: Fault, times = 1, method?: string): void {
    this.#planned.push({ fault, times, method });
  }

  take(method: string): Fault | undefined {
    const index = this.#planned.findIndex((each) => each.method === undefined || each.method === method);
    const next = this.#planned[index];
    if (!next) return undefined;
    next.times -= 1;
    if (next.times <= 0) this.#planned.splice(index, 1);
    return next.fault;
  }
}
