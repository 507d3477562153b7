/** Odoo's datetimes are UTC; people mean the day they have where they are (B61). All as `YYYY-MM-DD HH:MM:SS`. */
export interface Timezone {
  toLocal(utc: string): string;
  /** A time of day that a change of clocks leaves out is the next there is, on the same day. */
  toUtc(local: string): string;
}

/** @param name of the IANA, as in `Europe/Lisbon`; UTC where this machine knows no such zone */
export function openTimezone(name: string | undefined): Timezone {
  const format = formatOf(name);
  const localOf = (moment: number): string => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    const date = [part('year').padStart(4, '0'), part('month'), part('day')].join('-');
    return `${date} ${[part('hour'), part('minute'), part('second')].join(':')}`;
  };
  const offsetAt = (moment: number): number => momentOf(localOf(moment)) - moment;
  return {
    toLocal: (utc) => (Number.isNaN(momentOf(utc)) ? utc : localOf(momentOf(utc))),
    toUtc(local) {
      const wanted = momentOf(local);
      if (Number.isNaN(wanted)) return local;
      const first = wanted - offsetAt(wanted);
      const second = wanted - offsetAt(first);
      const isSameDay = localOf(second).slice(0, 10) === local.slice(0, 10);
      return textOf(isSameDay ? second : first);
    },
  };
}

function formatOf(name: string | undefined): Intl.DateTimeFormat {
  const digits = {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  } as const;
  const options = { ...digits, year: 'numeric', calendar: 'gregory', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: name ?? 'UTC' });
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' });
  }
}

const momentOf = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);

const textOf = (moment: number): string => new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
