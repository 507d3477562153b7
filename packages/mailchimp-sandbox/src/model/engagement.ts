/** How a member took the mailings so far. */
export interface Engagement {
  /** Shares of the mailings that were opened and clicked, 0 to 1. */
  readonly openRate: number;
  readonly clickRate: number;
  /** 1 to 5. */
  readonly rating: number;
}

/** Of who got no mailing yet. */
export const newEngagement: Engagement = { openRate: 0, clickRate: 0, rating: 2 };

/** There are few, so that a million members share them. */
const madeUp: readonly Engagement[] = [
  { rating: 1, openRate: 0, clickRate: 0 },
  { rating: 1, openRate: 0.04, clickRate: 0 },
  { rating: 2, openRate: 0, clickRate: 0 },
  { rating: 2, openRate: 0.12, clickRate: 0.01 },
  { rating: 3, openRate: 0.25, clickRate: 0.04 },
  { rating: 3, openRate: 0.3333, clickRate: 0.0833 },
  { rating: 4, openRate: 0.5, clickRate: 0.125 },
  { rating: 4, openRate: 0.625, clickRate: 0.2 },
  { rating: 5, openRate: 0.8, clickRate: 0.4 },
  { rating: 5, openRate: 1, clickRate: 0.75 },
];

/** How a made-up member takes its mailings: the same for the same subscriber hash. */
export function madeUpEngagement(hash: string): Engagement {
  return madeUp[Number.parseInt(hash.slice(0, 6), 16) % madeUp.length] ?? newEngagement;
}
