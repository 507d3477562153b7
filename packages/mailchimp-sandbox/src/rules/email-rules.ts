import { problems } from '../http/problems.js';
import type { Problem } from '../http/problem.js';
import { knobValues } from '../model/knobs.js';
import type { Knobs } from '../model/knobs.js';

const plausible =
  /^[^\s@<>()[\],;:\\"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$/u;

/** Why MailChimp would not take the address, or undefined when it would. */
export function emailProblem(email: string, knobs: Knobs): Problem | undefined {
  if (email.trim() === '') return problems.invalid('Blank email address');
  if (email.length > 254 || !plausible.test(email))
    return problems.invalid('Please provide a valid email address.');
  return looksFake(email.toLowerCase(), knobs) ? problems.fake(email) : undefined;
}

function looksFake(email: string, knobs: Knobs): boolean {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  const domain = email.slice(at + 1);
  return (
    knobValues(knobs.fake_domains).includes(domain) || knobValues(knobs.fake_local_parts).includes(local)
  );
}
