import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { consentHolder } from '../../objects/registry.js';
import { searchIds } from '../../odoo/records/search-ids.js';
import { contactOf, type Binding } from '../../store/binding.js';
import type { SyncContext } from '../sync-context.js';
import { place as placeInMailchimp } from './forget-in-mailchimp.js';
import { place as placeInOdoo, type FoundInOdoo } from './forget-in-odoo.js';
import type { Forgetting } from './forgetting.js';

/**
 * A contact and a member that are linked may have different addresses by now: only the one with the address that is
 * forgotten goes, and the other is named as kept (B57). To be called as long as the store knows of the link.
 */
export async function tellLinked(
  context: SyncContext,
  { contactIds }: FoundInOdoo,
  forgetting: Forgetting,
): Promise<void> {
  const { store, config } = context;
  const { model } = consentHolder;
  const hash = subscriberHash(forgetting.address);
  for (const { id: audienceId } of config.audiences) {
    const ofMember = await store.bindings.byHashes(audienceId, [hash]);
    const linked = ofMember.flatMap((binding) => contactOf(binding) ?? []);
    const others = linked.filter((id) => !contactIds.includes(id));
    await forgetting.attempt(placeInOdoo(model), () => tellContacts(context, others, forgetting));
    const ofContacts = await store.bindings.byRecords(audienceId, model, contactIds);
    for (const binding of ofContacts.filter(({ subscriberHash: other }) => other !== hash))
      await forgetting.attempt(placeInMailchimp(audienceId), () => tellMember(context, binding, forgetting));
  }
}

async function tellContacts(
  { odoo }: SyncContext,
  contactIds: readonly number[],
  forgetting: Forgetting,
): Promise<void> {
  if (contactIds.length === 0) return;
  const { model } = consentHolder;
  const kept = new Set(forgetting.receipt.kept.map((item) => `${item.model}/${item.id}`));
  for (const id of await searchIds(odoo.transport, model, [['id', 'in', contactIds]]))
    if (!kept.has(`${model}/${id}`)) forgetting.keep(placeInOdoo(model, id), 'other_address');
}

async function tellMember(
  { mailchimp }: SyncContext,
  { audienceId, subscriberHash: hash }: Binding,
  forgetting: Forgetting,
): Promise<void> {
  const member = await mailchimp.members.get(audienceId, hash);
  if (member === null) return;
  forgetting.keep({ ...placeInMailchimp(audienceId), id: member.contactId }, 'other_address');
}
