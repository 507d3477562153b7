const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a sequence',
  tuple: 'a sequence',
  object: 'a mapping of keys',
  record: 'a mapping of keys',
};

/** A kind of value in words, from zod's name for it. */
export function describeKind(kind: string): string {
  return kinds[kind] ?? kind;
}

/** The kind of a value from the file in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'one without end';
  return describeKind(Array.isArray(value) ? 'array' : typeof value);
}

/** What to do about a value of another kind. `text` is the scalar as it stands in the file. */
export function kindAdvice(expected: string, input: unknown, text: string | null): string {
  const scalar = text ?? '';
  if (scalar.includes('${')) return 'a variable stands for text only, write the value here';
  if (expected === 'boolean') return booleanAdvice(scalar);
  if (expected === 'string' && scalar !== '') return 'put it in quotes';
  if (typeof input === 'string' && /^[\d.]+$/u.test(scalar)) return 'take the quotes away';
  return 'see docs/configuration.md';
}

/** YAML 1.2 knows true and false only. */
function booleanAdvice(scalar: string): string {
  if (/^(yes|on|y|true|1)$/iu.test(scalar)) return 'write true, without quotes';
  if (/^(no|off|n|false|0)$/iu.test(scalar)) return 'write false, without quotes';
  return 'write true or false';
}
