export interface Refusal<Item, Failure> {
  item: Item;
  error: Failure;
}

export interface Bisection<Item, Result, Failure> {
  /** Of the calls that were accepted. */
  results: Result[];
  /** The items that are refused, in their order. */
  refusals: Refusal<Item, Failure>[];
}

/** When what refuses one item refuses them all, as for want of a right, and trying each would tell nothing more. */
export interface Alike<Failure> {
  isAlike(one: Failure, other: Failure): boolean;
  /** For an item that was not tried. @param tried how many were, and refused alike */
  untried(error: Failure, tried: number): Failure;
  random?: () => number;
}

/** So many are refused alike, and none taken, before as many others are drawn; when all of those are, the rest is. */
const handful = 6;

/**
 * Works on all items in one call. A call that is refused is made again for each half of its items, down to single ones:
 * one bad item among n costs about 2·log₂(n) calls more, and all the others are done.
 * @param isRefusal whether a failure is about one of the items; any other failure is thrown, and ends the work
 * @param alike where an item may be told as refused without having been tried; never for an opt-out (B45)
 */
export async function bisect<Item, Result, Failure>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<Result>,
  isRefusal: (error: unknown) => error is Failure,
  alike: Alike<Failure> | null = null,
): Promise<Bisection<Item, Result, Failure>> {
  const trial = new Trial(items, work, isRefusal);
  const groups: (readonly Item[])[] = [items];
  let isAsked = false;
  for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
    const open = trial.openOf(group);
    if (open.length === 0 || (await trial.isTaken(open)) || open.length === 1) continue;
    const middle = Math.ceil(open.length / 2);
    groups.push(open.slice(middle), open.slice(0, middle));
    if (alike === null || isAsked || !trial.looksAlike(alike)) continue;
    isAsked = true;
    await trial.giveUpIfAlike(alike);
  }
  return trial.end();
}

class Trial<Item, Result, Failure> {
  readonly #items: readonly Item[];
  readonly #work: (items: readonly Item[]) => Promise<Result>;
  readonly #isRefusal: (error: unknown) => error is Failure;
  readonly #results: Result[] = [];
  readonly #taken = new Set<Item>();
  readonly #refused = new Map<Item, { error: Failure }>();

  constructor(
    items: readonly Item[],
    work: (items: readonly Item[]) => Promise<Result>,
    isRefusal: (error: unknown) => error is Failure,
  ) {
    this.#items = items;
    this.#work = work;
    this.#isRefusal = isRefusal;
  }

  openOf(items: readonly Item[]): Item[] {
    return items.filter((item) => !this.#taken.has(item) && !this.#refused.has(item));
  }

  async isTaken(items: readonly Item[]): Promise<boolean> {
    const [first] = items;
    try {
      this.#results.push(await this.#work(items));
      for (const item of items) this.#taken.add(item);
      return true;
    } catch (error) {
      if (!this.#isRefusal(error)) throw error;
      if (items.length === 1 && first !== undefined) this.#refused.set(first, { error });
      return false;
    }
  }

  looksAlike({ isAlike }: Alike<Failure>): boolean {
    const [first, ...others] = [...this.#refused.values()];
    if (first === undefined || this.#taken.size > 0 || others.length + 1 < handful) return false;
    return others.every(({ error }) => isAlike(first.error, error));
  }

  /** Tries some more, wherever they stand: whoever is refused may stand together. */
  async giveUpIfAlike(alike: Alike<Failure>): Promise<void> {
    for (const item of draw(this.openOf(this.#items), alike.random ?? Math.random))
      await this.isTaken([item]);
    const tried = this.#refused.size;
    const [first] = this.#refused.values();
    if (first === undefined || !this.looksAlike(alike)) return;
    const error = alike.untried(first.error, tried);
    for (const item of this.openOf(this.#items)) this.#refused.set(item, { error });
  }

  end(): Bisection<Item, Result, Failure> {
    const refusals = this.#items.flatMap((item) => {
      const refused = this.#refused.get(item);
      return refused === undefined ? [] : [{ item, error: refused.error }];
    });
    return { results: this.#results, refusals };
  }
}

function draw<Item>(items: readonly Item[], random: () => number): Item[] {
  const left = [...items];
  return Array.from({ length: Math.min(handful, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}
