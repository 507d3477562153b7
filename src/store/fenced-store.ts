import type { Lease } from './leases.js';
import type { Store } from './store.js';

/** What records work: none of it is written by who has lost the lease it was done under. */
const recording = {
  audiences: ['save'],
  autoExports: ['save', 'remove'],
  bindings: ['save', 'remove', 'markAddon', 'forgetAddon'],
  consentHistory: ['append'],
  consentLedger: ['save', 'remove'],
  exportFailures: ['save', 'forget'],
  feedRows: ['save'],
  intents: ['open', 'close'],
  journal: ['append'],
  marks: ['set', 'clear'],
} as const satisfies { [Table in keyof Store]?: readonly (keyof Store[Table])[] };

/**
 * The same store, whose every transaction that records work is one of the holder of a lease (B71).
 * @param heldLease of the work that asks; null where none is needed
 */
export function fencedStore(store: Store, heldLease: () => Lease | null): Store {
  const transaction: Store['transaction'] = (work) => {
    const lease = heldLease();
    if (lease === null) return store.transaction(work);
    return store.transaction(async (inside) => {
      await lease.confirmIn(inside);
      return work(inside);
    });
  };
  const tables = Object.entries(recording).map(([table, methods]) => {
    const open = tableOf(store, table);
    const fenced = methods.map((method) => {
      const write = (...values: unknown[]): unknown =>
        heldLease() === null
          ? open[method]?.(...values)
          : transaction((inside) => Promise.resolve(tableOf(inside, table)[method]?.(...values)));
      return [method, write] as const;
    });
    return [table, { ...open, ...Object.fromEntries(fenced) }] as const;
  });
  return {
    ...store,
    ...(Object.fromEntries(tables) as Partial<Store>),
    forgetOdoo: (audienceId) => transaction((inside) => inside.forgetOdoo(audienceId)),
    transaction,
  };
}

type Table = Record<string, ((...values: unknown[]) => unknown) | undefined>;

const tableOf = (store: Store, table: string): Table => store[table as keyof Store] as unknown as Table;
