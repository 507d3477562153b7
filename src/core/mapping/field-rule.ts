export type NamePart = 'first' | 'last' | 'full';

/** Where a merge field's value lives on an Odoo record (B4). */
export type FieldSource =
  | { kind: 'name'; part: NamePart }
  | { kind: 'email' }
  | { kind: 'path'; path: string }
  | { kind: 'constant'; value: string };

export interface FieldRule {
  /** Merge tag: `FNAME`. */
  tag: string;
  contact: FieldSource;
  customer: FieldSource;
}

const named: Readonly<Record<string, FieldSource>> = {
  name: { kind: 'name', part: 'full' },
  'name.first': { kind: 'name', part: 'first' },
  'name.last': { kind: 'name', part: 'last' },
  email: { kind: 'email' },
};

/** `name.first`, `email`, `country_id.code` … as written in the YAML. */
export function parseFieldSource(path: string): FieldSource {
  return named[path] ?? { kind: 'path', path };
}
