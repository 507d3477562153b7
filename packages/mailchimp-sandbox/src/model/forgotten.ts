/** Hashes of the addresses that were deleted for good. */
export class Forgotten {
  readonly #hashes = new Set<string>();

  /** `observe` is told of each hash that comes or goes. */
  constructor(private readonly observe: (hash: string) => void) {}

  get size(): number {
    return this.#hashes.size;
  }

  has(hash: string): boolean {
    return this.#hashes.has(hash);
  }

  add(hash: string): void {
    this.#hashes.add(hash);
    this.observe(hash);
  }

  delete(hash: string): void {
    if (this.#hashes.delete(hash)) this.observe(hash);
  }

  /** Puts a hash there without telling the observer. */
  restore(hash: string): void {
    this.#hashes.add(hash);
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.#hashes.values();
  }
}
