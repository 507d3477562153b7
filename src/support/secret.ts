import { inspect } from 'node:util';

const mask = '•••';

/** A value that no log, error or JSON shows. `reveal()` is called where it goes on the wire, and nowhere else. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
