export interface NameParts {
  first: string;
  last: string;
}

/** Odoo keeps one name: the first word is the first name, the rest the last name (B4). */
export function splitName(name: string | null): NameParts {
  const [first = '', ...rest] = (name ?? '').trim().split(/\s+/u);
  return { first, last: rest.join(' ') };
}

/** The parts as one Odoo name, null when both are empty. */
export function joinName(parts: NameParts): string | null {
  const name = `${parts.first.trim()} ${parts.last.trim()}`.trim();
  return name === '' ? null : name;
}
