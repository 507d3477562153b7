export interface Delivery {
  /** ISO 8601. */
  at: string;
  webhook: string;
  url: string;
  type: string;
  attempt: number;
  /** HTTP status of the receiver; 0 = no answer in time. */
  status: number;
  body: string;
}

const kept = 200;

/** The attempts made, newest first, and how they ended. */
export class DeliveryLog {
  #delivered = 0;
  #failed = 0;
  #recent: Delivery[] = [];

  add(delivery: Delivery): void {
    this.#recent.unshift(delivery);
    this.#recent.length = Math.min(this.#recent.length, kept);
  }

  end(delivered: boolean): void {
    if (delivered) this.#delivered += 1;
    else this.#failed += 1;
  }

  clear(): void {
    this.#delivered = 0;
    this.#failed = 0;
    this.#recent = [];
  }

  summary(): { delivered: number; failed: number; recent: Delivery[] } {
    return { delivered: this.#delivered, failed: this.#failed, recent: this.#recent };
  }
}
