import { decideImport } from '../../core/consent/decide-import.js';
import type { Binding } from '../../store/binding.js';
import { memberConsent } from '../people/seen-member.js';
import type { KnownRecord } from './plan-contact.js';
import { isSplit } from './pushed-binding.js';

/**
 * An archived member is sent nothing (B24); a contact of its address that has come meanwhile and is not opted out is left
 * to the import (B9, B15). Null when the binding already says so.
 */
export function archivedBinding({ member, person, history }: KnownRecord, binding: Binding): Binding | null {
  if (member === null || binding.importDue) return null;
  const isOpen = person.consent.subscription === 'in' || isSplit(person);
  const isDue = isOpen && decideImport(memberConsent(member), person.consent, history).optOut;
  return isDue ? { ...binding, importDue: true } : null;
}
