import { z } from 'zod';

const cronExpression = /^(@(hourly|daily|weekly|monthly)|[\d*,/?A-Za-z#-]+( +[\d*,/?A-Za-z#-]+){4,5})$/u;

/** The key `schedule:`. */
export const scheduleSchema = z
  .strictObject({
    cron: z
      .string()
      .regex(cronExpression, { error: "must be a cron expression of five fields, like '*/15 * * * *'" })
      .meta({ description: 'When `serve` runs `sync` and `auto-export`, as a cron expression.' }),
    timezone: z
      .string()
      .refine(isTimezone, { error: 'must be the name of a time zone, like Europe/Brussels' })
      .default('UTC')
      .meta({ description: 'Time zone of the expression.' }),
  })
  .meta({ description: 'Work at fixed times, while `serve` runs.' });

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
