import { Cron } from 'croner';
import { z } from 'zod';
import { timezone } from './option.js';

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
    timezone: timezone('Time zone of the expression.').default('UTC'),
  })
  .meta({ description: 'Work at fixed times, while `serve` runs.' });

function comesDue(expression: string): boolean {
  try {
    return new Cron(expression, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}
