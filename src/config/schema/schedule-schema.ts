import { Cron } from 'croner';
import { z } from 'zod';

const cronExpression = /^(@(hourly|daily|weekly|monthly)|[\d*,/?A-Za-z#-]+( +[\d*,/?A-Za-z#-]+){4,5})$/u;

/** The key `schedule:`. */
export const scheduleSchema = z
  .strictObject({
    cron: z
      .string()
      .regex(cronExpression, {
        error: "must be a cron expression of five fields, like '*/15 * * * *'",
        abort: true,
      })
      .refine(comesDue, { error: 'names a time that never comes — minutes are 0–59, hours 0–23, days 1–31' })
      .meta({ description: 'When `serve` runs `sync`, auto-export included, as a cron expression.' }),
    timezone: z
      .string()
      .refine(isTimezone, { error: 'must be the name of a time zone, like Europe/Brussels' })
      .default('UTC')
      .meta({ description: 'Time zone of the expression.' }),
  })
  .meta({ description: 'Work at fixed times, while `serve` runs.' });

function comesDue(expression: string): boolean {
  try {
    return new Cron(expression, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
