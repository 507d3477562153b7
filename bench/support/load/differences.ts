import type { OdooSession } from '../../../src/odoo/connect.js';

export interface MemberState {
  email_address: string;
  status: string;
  merge_fields: { FNAME: string; LNAME: string };
}

type Row = Record<string, unknown> & { id: number };

/** What Odoo's mailing list says otherwise than the members do, in words; empty: the two agree. */
export async function differences(
  { transport, capabilities }: OdooSession,
  mailingList: string,
  members: readonly MemberState[],
): Promise<string[]> {
  const read = (model: string, domain: unknown[], fields: string[]): Promise<Row[]> =>
    transport.call({ model, method: 'search_read', params: { domain, fields } }) as Promise<Row[]>;
  const lines = await read(
    capabilities.subscriptionModel,
    [['list_id.name', '=', mailingList]],
    ['contact_id', 'opt_out'],
  );
  const optOuts = new Map(
    lines.map(({ contact_id: [id] = [0], opt_out: optOut }: Row & { contact_id?: [number] }) => [id, optOut]),
  );
  const contacts = await read('mailing.contact', [['id', 'in', [...optOuts.keys()]]], ['email', 'name']);
  const blacklisted = new Set((await read('mail.blacklist', [], ['email'])).map(({ email }) => email));
  const there = new Map(contacts.map((contact) => [contact.email as string, contact]));
  const expected = new Set(members.map(({ email_address: email }) => email));
  return [
    ...(contacts.length === there.size ? [] : ['somebody is there twice']),
    ...[...there.keys()].flatMap((email) => (expected.has(email) ? [] : [`${email} is no member`])),
    ...members.flatMap((member) => {
      const contact = there.get(member.email_address);
      if (contact === undefined) return [`${member.email_address} is missing`];
      return wrongIn(member, {
        name: contact.name,
        optOut: optOuts.get(contact.id),
        isBlacklisted: blacklisted.has(member.email_address),
      });
    }),
  ];
}

function wrongIn(
  { email_address: email, status, merge_fields: { FNAME, LNAME } }: MemberState,
  { name, optOut, isBlacklisted }: { name: unknown; optOut: unknown; isBlacklisted: boolean },
): string[] {
  return [
    ...(optOut === (status !== 'subscribed') ? [] : [`${email} is ${status}, opted out: ${String(optOut)}`]),
    ...(name === `${FNAME} ${LNAME}` ? [] : [`${email} is ${FNAME} ${LNAME}, not ${String(name)}`]),
    ...(isBlacklisted === (status === 'cleaned')
      ? []
      : [`${email} is ${status}, blacklisted: ${isBlacklisted}`]),
  ];
}
