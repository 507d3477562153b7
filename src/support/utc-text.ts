/** A moment for people, by UTC. @param iso `2026-03-01T10:05:30.000Z` @returns `2026-03-01 10:05:30` */
export const toSecond = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** @param iso `2026-03-01T10:05:30.000Z` @returns `2026-03-01 10:05` */
export const toMinute = (iso: string): string => toSecond(iso).slice(0, 16);
