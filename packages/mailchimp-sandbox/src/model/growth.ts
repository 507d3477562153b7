export type GrowthKind =
  'subscribed' | 'unsubscribed' | 'reconfirm' | 'cleaned' | 'pending' | 'deleted' | 'transactional';

/** What happened on each day (`2026-11-24`), from which the months and the activity are added up. */
export type Growth = Record<string, Partial<Record<GrowthKind, number>>>;

export function countGrowth(growth: Growth, seconds: number, kind: GrowthKind): void {
  const date = new Date(seconds * 1000).toISOString().slice(0, 10);
  const day = (growth[date] ??= {});
  day[kind] = (day[kind] ?? 0) + 1;
}
