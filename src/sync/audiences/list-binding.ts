import { z } from 'zod';
import type { MailingList } from '../../odoo/people/mailing-lists.js';
import type { Store } from '../../store/store.js';

/** The mailing list as it was when it was bound, to know it again (B51). */
export interface ListBinding {
  name: string;
  createdAt: string | null;
}

const listBinding = z.object({ name: z.string(), createdAt: z.string().nullable() });
const markName = 'mailing-list';

type Marks = Pick<Store, 'marks'>;

export async function recallList({ marks }: Marks, audienceId: string): Promise<ListBinding | null> {
  const kept = await marks.get(audienceId, markName);
  return kept === null ? null : listBinding.parse(JSON.parse(kept));
}

export async function rememberList(
  { marks }: Marks,
  audienceId: string,
  { name, createdAt }: MailingList,
): Promise<void> {
  await marks.set(audienceId, markName, JSON.stringify({ name, createdAt }));
}
