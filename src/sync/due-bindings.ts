import type { Binding } from '../store/binding.js';
import type { Bindings } from '../store/bindings.js';
import { pagesAfter } from '../support/pages-after.js';

/** The bindings of an audience with something left to be carried to one side, page by page. */
export function dueBindings(
  bindings: Pick<Bindings, 'due'>,
  audienceId: string,
  to: Parameters<Bindings['due']>[1],
  limit: number,
): AsyncGenerator<Binding[]> {
  return pagesAfter(
    (page) => bindings.due(audienceId, to, page),
    ({ memberId }) => memberId,
    limit,
  );
}
