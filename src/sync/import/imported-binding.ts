import { consentHolder, createdSource } from '../../objects/registry.js';
import type { Binding } from '../../store/binding.js';
import type { KnownMember } from '../people/known-person.js';
import { linksOf } from '../people/person-view.js';
import { bindingOf } from '../people/seen-member.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { Imported } from './imported.js';
import { memberFingerprint } from './member-fingerprint.js';

/** The binding after Odoo has committed a plan; a refused member keeps what it had, and its refusal. */
export function importedBinding(open: OpenAudience, outcome: Imported): Binding {
  const { known } = outcome.plan;
  const seen = { ...seenBinding(open, known), pulledAt: open.clock.now().toISOString() };
  return outcome.error === null ? linked(open, outcome, seen) : withError(open, outcome, seen);
}

function seenBinding({ audience }: OpenAudience, { member, binding }: KnownMember): Binding {
  return bindingOf(audience.id, member, binding ?? undefined);
}

function linked(
  open: OpenAudience,
  { plan, contactId, createdId, isShown }: Imported,
  seen: Binding,
): Binding {
  if (contactId === null) return { ...seen, memberFingerprint: null, importDue: false, error: null };
  const { person, member } = plan.known;
  return {
    ...seen,
    addonDue: !isShown,
    memberFingerprint: memberFingerprint(member, open.audience),
    importDue: false,
    error: null,
    records: {
      ...linksOf(open.types, person, seen.records),
      [consentHolder.model]: contactId,
      ...(createdId === null ? {} : { [createdSource.model]: createdId }),
    },
    base: { ...plan.base },
    exportDue: plan.exportDue,
  };
}

/** The next run brings the member again. */
function withError({ clock, audience }: OpenAudience, { plan, error }: Imported, seen: Binding): Binding {
  const refusal = {
    code: error?.code ?? '',
    message: error?.message ?? '',
    fingerprint: memberFingerprint(plan.known.member, audience),
    at: clock.now().toISOString(),
    attempts: (seen.error?.attempts ?? 0) + 1,
  };
  return { ...seen, memberFingerprint: null, importDue: true, error: refusal };
}
