import type { Environment } from './environment.js';
import { leafPredicate, type Predicate } from './domain-leaf.js';
import { valueError } from './odoo-exception.js';

/** Compiles an Odoo domain (prefix notation; terms without an operator are joined by `&`) to a predicate. */
export function compileDomain(model: string, domain: unknown, env: Environment): Predicate {
  if (!Array.isArray(domain)) throw valueError(`Invalid domain: ${JSON.stringify(domain)}`);
  const stack: Predicate[] = [];
  for (const token of domain.toReversed() as unknown[]) stack.push(term(token, stack, model, env));
  return (row) => stack.every((holds) => holds(row));
}

function term(token: unknown, stack: Predicate[], model: string, env: Environment): Predicate {
  if (token === '!') {
    const operand = take(stack);
    return (row) => !operand(row);
  }
  if (token === '&' || token === '|') {
    const [first, second] = [take(stack), take(stack)];
    return token === '&' ? (row) => first(row) && second(row) : (row) => first(row) || second(row);
  }
  return leafPredicate(model, token, env);
}

function take(stack: Predicate[]): Predicate {
  const operand = stack.pop();
  if (!operand) throw valueError('Invalid domain: an operator has too few terms');
  return operand;
}

/** Whether a domain has a leaf on `field` itself, however deep. */
export function mentions(domain: unknown, field: string): boolean {
  return Array.isArray(domain) && domain.some((token) => Array.isArray(token) && token[0] === field);
}
