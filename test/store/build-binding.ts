import { createHash } from 'node:crypto';
import type { Binding } from '../../src/store/binding.js';

/** The ids of the usual records by name. */
type Values = Partial<Binding> & { contactId?: number | null; partnerId?: number };

/** A member seen in MailChimp and linked to nothing, unless told otherwise. */
export function buildBinding({ contactId, partnerId, ...values }: Values = {}): Binding {
  const memberId = values.memberId ?? 'member-1';
  const email = values.email ?? `${memberId}@example.com`;
  return {
    audienceId: 'audience-a',
    memberId,
    subscriberHash: createHash('md5').update(email).digest('hex'),
    email,
    records: {
      ...(typeof contactId === 'number' ? { 'mailing.contact': contactId } : {}),
      ...(partnerId === undefined ? {} : { 'res.partner': partnerId }),
    },
    status: 'subscribed',
    lastChanged: null,
    memberFingerprint: null,
    seen: {},
    base: {},
    importDue: false,
    exportDue: false,
    tagsOff: false,
    addonDue: false,
    pushedAt: null,
    pulledAt: null,
    error: null,
    ...values,
  };
}

export function buildBindings(count: number, from = 1): Binding[] {
  return Array.from({ length: count }, (_, index) => {
    const id = from + index;
    return buildBinding({ memberId: `member-${id}`, contactId: id });
  });
}
