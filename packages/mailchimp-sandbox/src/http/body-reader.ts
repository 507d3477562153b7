import { problems } from './problems.js';
import type { FieldError } from './problem.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON object field by field and gathers what is wrong with it in MailChimp's words. A `null` is an
 * absent field. Call `finish()` before using what was read.
 */
export class BodyReader {
  readonly #errors: FieldError[] = [];

  constructor(
    private readonly body: Json,
    private readonly prefix = '',
  ) {}

  has(field: string): boolean {
    return this.body[field] !== undefined && this.body[field] !== null;
  }

  text(field: string): string | undefined {
    const value = this.body[field];
    if (!this.has(field)) return undefined;
    if (typeof value === 'string') return value;
    this.#wrong(field, 'string', value);
    return undefined;
  }

  flag(field: string): boolean | undefined {
    const value = this.body[field];
    if (!this.has(field)) return undefined;
    if (typeof value === 'boolean') return value;
    this.#wrong(field, 'boolean', value);
    return undefined;
  }

  integer(field: string): number | undefined {
    const value = this.body[field];
    if (!this.has(field)) return undefined;
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    this.#wrong(field, 'integer', value);
    return undefined;
  }

  /** A number from `least` to `most`. */
  number(field: string, least: number, most: number): number | undefined {
    const value = this.body[field];
    if (!this.has(field)) return undefined;
    if (typeof value !== 'number') this.#wrong(field, 'number', value);
    else if (value >= least && value <= most) return value;
    else this.fail(field, `This value should be between ${least} and ${most}.`);
    return undefined;
  }

  object(field: string): Json | undefined {
    const value = this.body[field];
    if (!this.has(field)) return undefined;
    // PHP clients send an empty map as an empty array.
    if (Array.isArray(value) && value.length === 0) return {};
    if (isObject(value)) return value;
    this.#wrong(field, 'object', value);
    return undefined;
  }

  array(field: string, word: 'array' | 'iterable' = 'array'): unknown[] | undefined {
    const value = this.body[field];
    if (!this.has(field)) return undefined;
    if (Array.isArray(value)) return value as unknown[];
    this.fail(field, `This value should be of type ${word}.`);
    return undefined;
  }

  texts(field: string): string[] | undefined {
    const values = this.array(field);
    if (!values) return undefined;
    if (values.every((value) => typeof value === 'string')) return values;
    this.fail(field, 'Schema describes string, object found instead');
    return undefined;
  }

  objects(field: string): Json[] | undefined {
    const values = this.array(field);
    if (!values) return undefined;
    if (values.every(isObject)) return values;
    this.fail(field, 'Data did not match any of the schemas described in anyOf.');
    return undefined;
  }

  choice<T extends string>(
    field: string,
    options: readonly T[],
    named: readonly string[] = options,
  ): T | undefined {
    const value = this.text(field);
    if (value === undefined) return undefined;
    const found = options.find((option) => option === value);
    if (found) return found;
    this.fail(field, `Data presented is not one of the accepted values: ${named.join(', ')}.`);
    return undefined;
  }

  /** Notes what is wrong with a field. */
  fail(field: string, message: string): void {
    this.#errors.push({ field: this.prefix + field, message });
  }

  /** Complains about the fields that are not there, as one error without a field. */
  require(fields: readonly string[]): void {
    const missing = fields.filter((field) => !this.has(field));
    if (missing.length > 0) {
      this.#errors.push({ field: '', message: `Required fields were not provided: ${missing.join(', ')}` });
    }
  }

  finish(): void {
    if (this.#errors.length > 0) throw problems.schema(this.#errors);
  }

  #wrong(field: string, wanted: string, value: unknown): void {
    this.fail(field, `Schema describes ${wanted}, ${jsonType(value)} found instead`);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
