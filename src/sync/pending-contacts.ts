import { consentHolder } from '../objects/registry.js';
import { selectRecords, type SelectedRecord } from '../odoo/people/select-records.js';
import { contactOf } from '../store/binding.js';
import { openAudience } from './run/open-audience.js';
import { selectionDomain } from './export/selection-domain.js';
import { baseOf } from './people/binding-history.js';
import { subscriberHash } from '../mailchimp/subscriber-hash.js';
import type { OpenAudience } from './run/audience-run.js';
import type { AudienceConfig, SyncContext } from './sync-context.js';

/** A mailing contact on an audience's mailing list that was never brought together with a member (B18). */
export interface PendingContact {
  audience: string;
  id: number;
  name: string | null;
  email: string | null;
}

const pageSize = 1000;

/** B18: what `contacts export --pending` would look at. Writes nothing and asks MailChimp nothing. */
export async function pendingContacts(
  context: SyncContext,
  audiences: readonly AudienceConfig[],
): Promise<PendingContact[]> {
  const pending: PendingContact[] = [];
  for (const audience of audiences) {
    const open = await openAudience(context, audience, { dryRun: true });
    for await (const records of contactsOf(open)) pending.push(...(await withoutMember(open, records)));
  }
  return pending;
}

function contactsOf(open: OpenAudience): AsyncGenerator<SelectedRecord[]> {
  const model = consentHolder.model;
  const domain = selectionDomain({ model, selection: { by: 'pending' } }, open.mailingListId);
  return selectRecords(open.odoo.transport, { type: consentHolder, domain, pageSize });
}

async function withoutMember(
  open: OpenAudience,
  records: readonly SelectedRecord[],
): Promise<PendingContact[]> {
  const { bindings, forgotten } = open.store;
  const [passedOver, byContact, byHash] = await Promise.all([
    forgotten.among(
      open.audience.id,
      records.flatMap(({ address }) => address ?? []),
    ),
    bindings.byRecords(
      open.audience.id,
      consentHolder.model,
      records.map(({ id }) => id),
    ),
    bindings.byHashes(
      open.audience.id,
      records.flatMap(({ address }) => (address === null ? [] : subscriberHash(address))),
    ),
  ]);
  const known = [...byContact, ...byHash].filter((binding) => baseOf(binding) !== null);
  const contactIds = new Set(known.map(contactOf));
  const addresses = new Set([...passedOver.keys(), ...known.map(({ email }) => email)]);
  return records
    .filter(({ id, address }) => !contactIds.has(id) && !addresses.has(address ?? ''))
    .map(({ id, name, email }) => ({ audience: open.audience.id, id, name, email }));
}
