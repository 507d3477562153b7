import { consentHolderModel } from '../core/consent-holder.js';
import { contactOf, type Binding } from './binding.js';

/** The bindings as one statement can take them: each member once, each contact of an audience claimed once. */
export function settleClaims(bindings: readonly Binding[]): Binding[] {
  const byMember = new Map<string, Binding>();
  for (const binding of bindings) {
    const key = keyOf(binding.audienceId, binding.memberId);
    // Taken out first, so that the order is that of the last mention.
    byMember.delete(key);
    byMember.set(key, binding);
  }
  const settled = [...byMember.values()];
  const claims = new Map(settled.map((binding) => [keyOf(binding.audienceId, contactOf(binding)), binding]));
  return settled.map((binding) => {
    const winner = claims.get(keyOf(binding.audienceId, contactOf(binding)));
    if (contactOf(binding) === null || winner === binding) return binding;
    const others = Object.entries(binding.records).filter(([model]) => model !== consentHolderModel);
    return { ...binding, records: Object.fromEntries(others) };
  });
}

function keyOf(audienceId: string, id: string | number | null): string {
  return JSON.stringify([audienceId, id]);
}
