type Typed = Uint8Array | Uint32Array;

/** A typed array that grows: one byte or four per member, so that a filter over a million is a scan of bytes. */
export class Column<T extends Typed> {
  #data: T;
  #length = 0;

  constructor(private readonly create: (length: number) => T) {
    this.#data = create(1024);
  }

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return this.#data[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#data.length) this.#grow(index + 1);
    this.#data[index] = value;
    if (index >= this.#length) this.#length = index + 1;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  #grow(needed: number): void {
    const wider = this.create(Math.max(needed, this.#data.length * 2));
    wider.set(this.#data);
    this.#data = wider;
  }
}

export const byteColumn = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length));
export const wordColumn = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));
