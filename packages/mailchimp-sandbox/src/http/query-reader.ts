import { parseTime } from '../model/timestamps.js';
import { problems } from './problems.js';
import type { FieldError } from './problem.js';

/**
 * Reads the filters of a query one by one and gathers what is wrong with them in MailChimp's words. An empty one
 * is an absent one. Call `finish()` before using what was read.
 */
export class QueryReader {
  readonly #errors: FieldError[] = [];

  constructor(private readonly query: URLSearchParams) {}

  text(name: string): string | undefined {
    const given = this.query.get(name);
    return given === null || given === '' ? undefined : given;
  }

  flag(name: string): boolean {
    return this.query.get(name) === 'true';
  }

  choice<T extends string>(name: string, options: readonly T[]): T | undefined {
    const given = this.text(name);
    if (given === undefined) return undefined;
    const found = options.find((option) => option === given);
    if (!found) this.fail(name, `Data presented is not one of the accepted values: ${options.join(', ')}.`);
    return found;
  }

  /** Unix seconds. */
  time(name: string): number | undefined {
    const given = this.text(name);
    if (given === undefined) return undefined;
    const seconds = parseTime(given);
    if (seconds === undefined) this.fail(name, 'This value is not a valid datetime.');
    return seconds;
  }

  /** Whether a time is after `since_…` and before `before_…`, both exclusive; a time of 0 never was. */
  within(name: string): (time: number) => boolean {
    const since = this.time(`since_${name}`);
    const before = this.time(`before_${name}`);
    return (time) =>
      (since === undefined || time > since) && (before === undefined || (time > 0 && time < before));
  }

  /** Notes what is wrong with a filter. */
  fail(field: string, message: string): void {
    this.#errors.push({ field, message });
  }

  finish(): void {
    if (this.#errors.length > 0) throw problems.schema(this.#errors);
  }
}
