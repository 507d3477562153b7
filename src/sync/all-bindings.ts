import type { Binding } from '../store/binding.js';
import type { Bindings } from '../store/bindings.js';
import { pagesAfter } from '../support/pages-after.js';

const pageSize = 1000;

/** All bindings of an audience, page by page. */
export function allBindings(bindings: Pick<Bindings, 'list'>, audienceId: string): AsyncGenerator<Binding[]> {
  return pagesAfter(
    (page) => bindings.list(audienceId, page),
    ({ memberId }) => memberId,
    pageSize,
  );
}
