import { domainProblems, type DomainProblem } from '../../core/odoo-domain.js';
import { boundedLine } from '../../support/bounded-line.js';
import { RecordError } from '../../support/errors.js';
import type { Domain } from './search-read.js';

/**
 * A domain from the text Odoo's domain editor keeps: a Python literal like `[('country_id.code', '=', 'PT')]`. Only
 * values are understood; a text that would have to be run (`uid`, `context_today()`) is refused, and so is a domain that is
 * not complete (B64).
 * @throws RecordError `odoo.domain_text`
 */
export function parseDomainText(text: string): Domain {
  const reader = new LiteralReader(text);
  const domain = reader.value();
  if (!Array.isArray(domain) || !reader.atEnd()) throw unreadable(text);
  const [problem] = domainProblems(domain);
  if (problem !== undefined) throw incomplete(text, problem);
  return domain;
}

/** The same text from a domain; what Odoo's editor shows. */
export function toDomainText(domain: Domain): string {
  const terms = domain.map((term) =>
    Array.isArray(term) ? `(${term.map(literal).join(', ')})` : literal(term),
  );
  return `[${terms.join(', ')}]`;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return JSON.stringify(value);
}

/** No domain is nested deeper: a condition, its value, and lists in that. */
const deepest = 20;

const tokens = /\s*([[\](),]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|True|False|None)/uy;
const constants: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
const closing: Readonly<Record<string, string>> = { '[': ']', '(': ')' };

class LiteralReader {
  readonly #text: string;
  #next: string | undefined;
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text.trim();
    this.#advance();
  }

  atEnd(): boolean {
    return this.#next === undefined && this.#position >= this.#text.length;
  }

  value(): unknown {
    const token = this.#take();
    const end = closing[token];
    if (end !== undefined) return this.#items(end);
    if (token in constants) return constants[token];
    if (token.startsWith("'") || token.startsWith('"')) return unquote(token);
    if (/^-?\d/u.test(token)) return Number(token);
    throw unreadable(this.#text);
  }

  #items(end: string): unknown[] {
    this.#depth += 1;
    if (this.#depth > deepest) throw unreadable(this.#text);
    const items: unknown[] = [];
    while (this.#next !== end) {
      items.push(this.value());
      if (this.#next === ',') this.#take();
      else if (this.#next !== end) throw unreadable(this.#text);
    }
    this.#take();
    this.#depth -= 1;
    return items;
  }

  #take(): string {
    const token = this.#next;
    if (token === undefined) throw unreadable(this.#text);
    this.#advance();
    return token;
  }

  #advance(): void {
    tokens.lastIndex = this.#position;
    const found = tokens.exec(this.#text);
    this.#next = found?.[1];
    if (found !== null) this.#position = tokens.lastIndex;
  }
}

function unquote(token: string): string {
  return token
    .slice(1, -1)
    .replace(/\\(.)/gu, (_, character: string) => (character === 'n' ? '\n' : character));
}

function unreadable(text: string): RecordError {
  return new RecordError(`The filter ${boundedLine(text)} is not one the bridge can read`, {
    code: 'odoo.domain_text',
    hint: 'Use fixed values only: no dates that move, no variables.',
  });
}

function incomplete(text: string, { index, message }: DomainProblem): RecordError {
  const place = index === null ? 'it' : `its term ${index + 1}`;
  return new RecordError(`The filter ${boundedLine(text)} is not a whole one: ${place} ${message}`, {
    code: 'odoo.domain_text',
    hint: 'Set the filter anew with the editor of domains in Odoo.',
  });
}
