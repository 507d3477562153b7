import type { Environment } from './environment.js';
import type { Row } from './model-definition.js';

/**
 * `mailing.list.merge`: whoever is opted in on one of the lists, not blacklisted and whose address isn't on the
 * destination yet is put on it, in a row without dates. An opt-out stays behind on its list.
 */
export function mergeLists(env: Environment, model: string, { ids }: { ids: readonly number[] }): unknown {
  const { subscriptionModel, version } = env.database.facts;
  const wizard = env.row(model, ids[0] ?? 0);
  const sources = wizard.src_list_ids as number[];
  const destination =
    wizard.merge_options === 'new'
      ? (env.create('mailing.list', [{ name: wizard.new_list_name }])[0] ?? 0)
      : Number(wizard.dest_list_id);
  const contactsOf = (list: number): Row[] =>
    env
      .pointingTo(subscriptionModel, 'list_id', list)
      .filter((each) => list === destination || each.opt_out !== true)
      .map((each) => env.row('mailing.contact', Number(each.contact_id)));
  const known = new Set(contactsOf(destination).map(({ email }) => email));
  for (const contact of sources.flatMap(contactsOf)) {
    if (known.has(contact.email) || env.value('mailing.contact', contact, 'is_blacklisted') === true)
      continue;
    known.add(contact.email);
    const link = { contact_id: contact.id, list_id: destination };
    env.insert(subscriptionModel, { ...link, create_date: false, write_date: false });
  }
  if (wizard.archive_src_lists === true)
    for (const list of sources) if (list !== destination) env.write('mailing.list', list, { active: false });
  return version === 14 ? `mailing.list(${destination},)` : [destination];
}
