import type { ProgressEvent } from '../../sync/sync-context.js';
import type { Clock } from '../../support/clock.js';
import type { Io } from '../io.js';
import { visible } from '../../support/control-characters.js';

export interface ProgressLine {
  show(event: ProgressEvent): void;
  end(): void;
}

/** Long work with rate and time left, on one line of a terminal; nothing at all under cron (B40). */
export function progressLine(io: Io, clock: Clock): ProgressLine {
  if (!io.isTerminal) return { show: () => undefined, end: () => undefined };
  let current = '';
  let startedAt = 0;
  return {
    show(event) {
      const now = clock.now().getTime();
      const key = `${event.audience} ${event.phase}`;
      if (key !== current) [current, startedAt] = [key, now];
      // A line that wraps could not be taken back.
      const text = visible(progressText(event, (now - startedAt) / 1000)).slice(0, io.columns - 1);
      io.stderr(`\r\u001B[2K${text}`);
    },
    end() {
      if (current !== '') io.stderr('\r\u001B[2K');
    },
  };
}

/** `acme · a36b032126 · members 3,000 of 10,000 · 1,200/s · 6 s left` */
export function progressText(
  { account, audience, phase, done, total }: ProgressEvent,
  seconds: number,
): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const of = total === null ? '' : ` of ${count(total)}`;
  const parts = [account, audience, `${phase} ${count(done)}${of}`];
  if (rate > 0) parts.push(`${count(Math.round(rate))}/s`);
  if (rate > 0 && total !== null && total > done) parts.push(`${duration((total - done) / rate)} left`);
  return parts.join(' · ');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
