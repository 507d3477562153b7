import { escapeRegExp } from './escape-reg-exp.js';
import { Secret } from './secret.js';

const mask = '•••';

/** A secret this short is an everyday word ("odoo", "admin"): masking it would leave no readable text. */
const shortestSecret = 6;

const local = String.raw`\p{L}\p{N}._%+\-`;
/** Whatever may stand in an address, in one piece. Nothing follows, so that no long text is gone back over. */
const piece = new RegExp(String.raw`[${local}'@]+`, 'gu');
/** As text or as part of an address line, where `@` is `%40`. */
const at = /(@|%40)/iu;
const domain = /^(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}/u;

/** `ana@acme.com` becomes `a***@acme.com`. In one pass: a text of any length may come from outside. */
export function maskEmails(text: string): string {
  return text.replaceAll(piece, (part) => (at.test(part) ? maskPiece(part.split(at)) : part));
}

/** @param parts texts with an at sign between each two of them */
function maskPiece(parts: readonly string[]): string {
  const masked: string[] = [];
  let name = parts[0] ?? '';
  for (let index = 2; index < parts.length; index += 2) {
    const [sign = '', after = ''] = [parts[index - 1], parts[index]];
    const first = /[^']/u.exec(name);
    const host = first === null ? undefined : domain.exec(after)?.[0];
    if (first === null || host === undefined) {
      masked.push(name, sign);
      name = after;
    } else {
      masked.push(`${name.slice(0, first.index)}${first[0]}***@${host}`);
      name = after.slice(host.length);
    }
  }
  return [...masked, name].join('');
}

export interface RedactionOptions {
  /** Masked by value, wherever they stand. */
  secrets?: Iterable<Secret | string>;
  /** E-mail addresses stay as they are. */
  showEmails?: boolean;
}

/** A function that makes any text fit for a log: secrets masked by value, e-mail addresses by form. */
export function createRedactor({
  secrets = [],
  showEmails = false,
}: RedactionOptions): (text: string) => string {
  const forms = [...secrets]
    .map((secret) => (secret instanceof Secret ? secret.reveal() : secret))
    .filter((value) => value.length >= shortestSecret)
    .flatMap(formsOf)
    // A secret may be part of another one.
    .sort((a, b) => b.length - a.length);
  const pattern =
    forms.length === 0 ? null : new RegExp([...new Set(forms)].map(escapeRegExp).join('|'), 'gu');
  return (text) => {
    const safe = pattern === null ? text : text.replaceAll(pattern, mask);
    return showEmails ? safe : maskEmails(safe);
  };
}

/** How a value may be written: as it is, in an address line, in JSON, in a Basic authorization. */
function formsOf(value: string): string[] {
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), ...base64FormsOf(value)];
}

/** Base64 of anything that contains the value: what comes before it moves it by 0, 1 or 2 bytes. */
function base64FormsOf(value: string): string[] {
  return [0, 1, 2]
    .map((shift) => {
      const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
      // Whole groups of three bytes only: the others depend on their neighbours.
      const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
      return whole.slice(shift === 0 ? 0 : 4);
    })
    .filter((form) => form.length >= shortestSecret);
}
