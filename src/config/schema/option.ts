import { z } from 'zod';
import { Secret } from '../../support/secret.js';

/** Kinds of options. Descriptions are shown by editors and in docs/configuration.md. */

export const text = (description: string) => z.string().min(1).meta({ description });

export const flag = (fallback: boolean, description: string) =>
  z.boolean().default(fallback).meta({ description });

export const choice = <const T extends readonly string[]>(
  choices: T,
  fallback: NoInfer<T[number]>,
  description: string,
) =>
  z
    .enum(choices)
    .default(fallback as never)
    .meta({ description });

/** Text that stands in the file as `${NAME}` only (B1); `variable` is the name the examples use. */
export const secret = (variable: string, description: string, value: z.ZodString = z.string().min(1)) =>
  value
    .meta({ description, writeOnly: true, examples: [`\${${variable}}`] })
    .transform((revealed) => new Secret(revealed));

/** An http or https address without a login, query or fragment. */
export const webAddress = (description: string) =>
  z
    .url({ protocol: /^https?$/u, error: 'must be an address like https://odoo.example.org', abort: true })
    .refine(isPlain, {
      error: 'must have no login, query or # in it — name users and passwords in their own keys',
    })
    .meta({ description });

function isPlain(address: string): boolean {
  const { username, password, search, hash } = new URL(address);
  return [username, password, search, hash].every((part) => part === '');
}

export const timezone = (description: string) =>
  z
    .string()
    .refine(isTimezone, { error: 'must be the name of a time zone, like Europe/Brussels' })
    .meta({ description });

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
