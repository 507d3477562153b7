/** Each operator with the number of terms that follow it (Odoo's prefix notation). */
const operators: Readonly<Record<string, number>> = { '&': 2, '|': 2, '!': 1 };

export interface DomainProblem {
  /** Of the term; null when it is the whole. */
  index: number | null;
  message: string;
}

/**
 * What is wrong with an Odoo domain as far as it can be seen without Odoo; fields and values are for Odoo to check. One that
 * isn't complete would take what is put beside it for its own, and select whom nobody meant (B64).
 */
export function domainProblems(domain: readonly unknown[]): DomainProblem[] {
  const badTerms = domain.flatMap((term, index) =>
    isTerm(term)
      ? []
      : [{ index, message: "must be '&', '|', '!' or a condition like ['country_id.code', '=', 'BE']" }],
  );
  if (badTerms.length > 0) return badTerms;
  const deep = domain.flatMap((term, index) => (isDeep(term) ? [{ index, message: tooDeep }] : []));
  if (deep.length > 0) return deep;
  return hasAllTerms(domain)
    ? []
    : [{ index: null, message: "has an '&', '|' or '!' without the conditions that belong after it" }];
}

const deepest = 20;
const tooDeep = `has a value that is nested more than ${deepest} deep`;

/** Level by level: what is nested without end must not end the program for want of stack. */
function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : [],
    );
  }
  return false;
}

function isTerm(term: unknown): boolean {
  if (typeof term === 'string') return Object.hasOwn(operators, term);
  return (
    Array.isArray(term) &&
    term.length === 3 &&
    // Odoo's own always-true and always-false conditions begin with a number.
    ['string', 'number'].includes(typeof term[0]) &&
    typeof term[1] === 'string'
  );
}

/** Conditions that stand side by side need no operator; one too few of them is an error in Odoo. */
function hasAllTerms(domain: readonly unknown[]): boolean {
  let open = 0;
  for (const term of domain.toReversed()) {
    if (typeof term !== 'string') open += 1;
    else if (open < (operators[term] ?? 0)) return false;
    else if (term !== '!') open -= 1;
  }
  return true;
}
