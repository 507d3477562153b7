import { z } from 'zod';
import type { Job, JobOutcome } from '../../addon/jobs/job.js';
import { normalizeEmail } from '../../core/email-address.js';
import { typeOf } from '../../objects/registry.js';
import { char } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { consentEventInWords } from '../../sync/consent-event-in-words.js';
import { audienceInWords } from '../../sync/person-in-words.js';
import type { PersonReport } from '../../sync/person-report.js';
import { showContact } from '../../sync/show-contact.js';
import type { SyncContext } from '../../sync/sync-context.js';

interface Explained {
  /** For the user's screen. */
  short: string;
  /** Kept with the job. */
  lines: string[];
}

/**
 * Why somebody is in an audience or isn't (B38, B44, B56): how they stand on both sides, what was refused, what the next runs would do,
 * and how their consent came to be what it is. Of other records with the same address nothing is told: the user may
 * not be allowed to read them. Writes nothing on either side.
 */
export async function explainPeople(context: SyncContext, job: Job): Promise<JobOutcome> {
  const explained: Explained[] = [];
  for (const record of await readRecords(context, job)) {
    context.signal.throwIfAborted();
    explained.push(await explain(context, record));
  }
  const missing = job.recordIds.length - explained.length;
  if (missing > 0) explained.push(unreadable(missing, typeOf(job.model).words));
  return {
    state: missing > 0 ? 'failed' : 'done',
    result: explained.flatMap(({ lines }) => lines).join('\n'),
    notify: [...explained.slice(0, onScreen).map(({ short }) => short), 'All of it: MailChimp / Jobs'].join(
      ' • ',
    ),
  };
}

const onScreen = 3;

type Named = Record<'name' | 'email', string | null>;

async function readRecords({ odoo }: SyncContext, { model, recordIds }: Job): Promise<Named[]> {
  const { name, email } = typeOf(model).fields;
  const rows = await searchRead(odoo.transport, {
    ...{ model, domain: [['id', 'in', recordIds]], fields: [name, email], order: 'id' },
    ...{ row: z.record(z.string(), z.unknown()), context: { active_test: false } },
  });
  return rows.map((row) => ({ name: char.parse(row[name]), email: char.parse(row[email]) }));
}

async function explain(context: SyncContext, { name, email }: Named): Promise<Explained> {
  const who = [name, email === null ? null : `<${email}>`].filter(Boolean).join(' ');
  const address = normalizeEmail(email);
  if (address === null) {
    const short = `${who}: no valid e-mail address, so nobody MailChimp could have as a member.`;
    return { short, lines: [short] };
  }
  const report = await showContact(context, address);
  return {
    short: `${who}: ${report.audiences.map(standing).join('; ')}`,
    lines: [
      who,
      ...blacklistLines(report),
      ...report.audiences.flatMap(audienceLines),
      ...historyLines(report),
    ],
  };
}

const blacklistLines = ({ blacklisted }: PersonReport): string[] =>
  blacklisted ? ['  on the blacklist of Odoo'] : [];

function standing({ name, member, next }: PersonReport['audiences'][number]): string {
  return [`${name}: ${member?.status ?? 'no member'}`, ...next].join(', ');
}

function audienceLines(audience: PersonReport['audiences'][number]): string[] {
  const facts = audienceInWords(audience).map(([fact, value]) => `    ${fact}: ${value}`);
  return [`  ${audience.name}`, ...facts];
}

function historyLines({ history }: PersonReport): string[] {
  if (history.length === 0) return [];
  const lines = history.map((event) => {
    const { when, subject, from, to, by, evidence } = consentEventInWords(event);
    const because = evidence === '' ? '' : ` (${evidence})`;
    return `    ${when} UTC, ${event.audience_name}, ${subject}: ${from} → ${to}; by: ${by}${because}`;
  });
  return ['  History of consent', ...lines];
}

function unreadable(count: number, words: { one: string; many: string }): Explained {
  const what = count === 1 ? `1 ${words.one}` : `${count} ${words.many}`;
  const short = `${what} can't be read by the bridge's user: gone, or kept from it by a rule or a company.`;
  return { short, lines: [short] };
}
