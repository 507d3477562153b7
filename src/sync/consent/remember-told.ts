import type { ConsentOutcome } from '../../consent/carry-consent.js';
import type { SeenConsent } from '../../consent/facts-of.js';
import type { Binding } from '../../store/binding.js';
import { showBindings } from '../addon/show-bindings.js';
import { memberFingerprint } from '../import/member-fingerprint.js';
import { memberOf } from '../people/seen-member.js';
import type { OpenAudience } from '../run/audience-run.js';
import { unlessBroken } from './unless-broken.js';

/** The members that were told to MailChimp are from now on what it answered, in the store and in what the addon shows. */
export async function rememberTold(run: OpenAudience, outcomes: readonly ConsentOutcome[]): Promise<void> {
  const answers = new Map(
    outcomes.flatMap(({ plan, answer }) => (answer === null ? [] : [[plan.person.memberId, answer]])),
  );
  if (answers.size === 0) return;
  const bindings = await run.store.bindings.byMembers(run.audience.id, [...answers.keys()]);
  const told = bindings.flatMap((binding) => {
    const answer = answers.get(binding.memberId);
    return answer === undefined ? [] : [asAnswered(run, binding, answer)];
  });
  await run.store.bindings.save(told);
  const { mailingListId } = run;
  // What can't be shown is due still, and told when the addon is next brought up to date.
  if (mailingListId !== null) await unlessBroken(() => showBindings(run, mailingListId, told));
}

function asAnswered({ audience, clock }: OpenAudience, binding: Binding, answer: SeenConsent): Binding {
  const isBrought = binding.memberFingerprint === memberFingerprint(memberOf(binding), audience);
  const changed = {
    ...binding,
    status: answer.status,
    lastChanged: new Date(answer.lastChanged).toISOString(),
    pushedAt: clock.now().toISOString(),
    addonDue: true,
  };
  return isBrought
    ? { ...changed, memberFingerprint: memberFingerprint(memberOf(changed), audience) }
    : changed;
}
