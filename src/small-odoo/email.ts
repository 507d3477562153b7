/** How a version of Odoo reads an address out of a text. */
export interface AddressReading {
  /** From 16.0: the last word of a mailbox with spaces, and the first address of several. */
  takesFirstAddress: boolean;
  /** As the blacklist has it: more than one address is none. Contacts and customers are strict up to 15.0 only. */
  strict: boolean;
}

const plainAddress = /[^\s<>,;"()@]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/giu;

/**
 * Odoo's `email_normalize`. It is no check: `two@@firma.pt` becomes `@firma.pt` (docs: odoo-api, §6).
 * @returns false when there is no address
 */
export function normalizeEmail(text: unknown, { takesFirstAddress, strict }: AddressReading): string | false {
  if (typeof text !== 'string') return false;
  const found = mailboxes(text)
    .map(addrSpec)
    .filter((each) => each !== '');
  const read = takesFirstAddress ? readAgain(text, found) : found;
  const [first] = read;
  if (first === undefined || (read.length > 1 && (strict || !takesFirstAddress))) return false;
  return takesFirstAddress ? lowerAscii(first) : first.toLowerCase();
}

/** The parts of an address header, without comments; a comma in quotes does not part them. */
function mailboxes(text: string): string[] {
  const bare = text.replace(/\([^)]*\)/gu, '');
  return bare.match(/(?:"[^"]*"|[^,;\n"])+/gu) ?? [];
}

/** As Python reads one: what is in angle brackets, else all of it; of several `@` the last counts and has nothing before it. */
function addrSpec(mailbox: string): string {
  const bracketed = /<([^>]*)>/u.exec(mailbox)?.[1];
  const whole = (bracketed ?? mailbox.replace(/"[^"]*"/gu, '').replace(/^[^@:]*:/u, '')).replace(
    /^[ \t]+|[ \t]+$/gu,
    '',
  );
  const at = whole.lastIndexOf('@');
  if (at === -1 || at === whole.length - 1) return '';
  return whole.indexOf('@') === at ? whole : whole.slice(at);
}

/** Where Python's reading left nothing before the `@`, or spaces in the address, Odoo has a second look. */
function readAgain(text: string, found: readonly string[]): readonly string[] {
  if (found.some((each) => each.startsWith('@'))) {
    const plain = text.match(plainAddress);
    if (plain) return plain;
  }
  return found.map((each) => each.split(' ').findLast((word) => word.includes('@')) ?? each);
}

/** The part before the `@` stays as it is when it has other than ASCII letters. */
function lowerAscii(address: string): string {
  const at = address.indexOf('@');
  const local = address.slice(0, at);
  return (/^\p{ASCII}*$/u.test(local) ? local.toLowerCase() : local) + address.slice(at).toLowerCase();
}
