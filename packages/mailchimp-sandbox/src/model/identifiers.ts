import { createHash } from 'node:crypto';

/** md5 in hex, the digest behind every MailChimp identifier. */
export function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/** The subscriber hash of an address: md5 of its lower-case form, no other normalisation (API §7). */
export function subscriberHash(email: string): string {
  return md5(email.toLowerCase());
}

/** Ten hex digits per address, the same in every audience; also `data[id]` of a webhook. */
export function uniqueEmailId(id: string): string {
  return id.slice(13, 18) + id.slice(8, 13);
}

/** The same comparison without a new text for each of a million hashes. */
export function hasUniqueEmailId(id: string, uniqueId: string): boolean {
  return (
    uniqueId.length === 10 && id.startsWith(uniqueId.slice(0, 5), 13) && id.startsWith(uniqueId.slice(5), 8)
  );
}

const odd = 2654435761;
/** Inverse of `odd` modulo 2^32. */
const inverse = 244002641;

/** Thirty-two hex digits per contact that survive a change of address; the first eight hide its number. */
export function contactId(audienceId: string, seq: number): string {
  const number = (Math.imul(seq + 1, odd) >>> 0).toString(16).padStart(8, '0');
  return number + md5(`contact:${audienceId}:${seq}`).slice(0, 24);
}

/** The member number inside a contact id, which may still be someone else's: compare with `contactId`. */
export function seqOfContactId(contact: string): number {
  return (Math.imul(Number.parseInt(contact.slice(0, 8), 16), inverse) >>> 0) - 1;
}

const firstWebId = 400_000_001;

export function webId(seq: number): number {
  return firstWebId + seq;
}
