import type { Binding } from '../store/binding.js';
import type { Bindings } from '../store/bindings.js';

/**
 * The bindings of an audience with something left to be carried to one side, page by page. A page is read when the one
 * before it has been worked on, so that whoever was stopped goes on where it stood.
 */
export async function* dueBindings(
  bindings: Pick<Bindings, 'due'>,
  audienceId: string,
  to: Parameters<Bindings['due']>[1],
  limit: number,
): AsyncGenerator<Binding[]> {
  let after: string | null = null;
  for (;;) {
    const page: Binding[] = await bindings.due(audienceId, to, { after, limit });
    if (page.length > 0) yield page;
    if (page.length < limit) return;
    after = page.at(-1)?.memberId ?? null;
  }
}
