import { InvalidArgumentError, type Command } from 'commander';
import { domainProblems } from '../core/odoo-domain.js';
import type { ContactSelection } from '../sync/contact-selection.js';
import { ConfigurationError } from '../support/errors.js';
import { parseEmail } from './parse-email.js';
import { collectId } from './parse-id.js';

export interface SelectionOptions {
  id?: number[];
  email?: string[];
  domain?: unknown[];
  pending?: boolean;
}

/** The options by which a command is told which Odoo records to work on (B16). */
export function addSelectionOptions(command: Command): Command {
  return command
    .option('--id <id...>', 'only the records with these ids', collectId)
    .option('--email <address...>', 'only the records with these addresses', collectEmail)
    .option('--domain <json>', 'only the records of this Odoo domain', parseDomain)
    .option('--pending', 'only contacts never exported before');
}

/** @throws ConfigurationError `usage.selection` */
export function selectionOf({ id, email, domain, pending }: SelectionOptions): ContactSelection {
  const selections: ContactSelection[] = [];
  if (id !== undefined) selections.push({ by: 'ids', ids: id });
  if (email !== undefined) selections.push({ by: 'emails', emails: email });
  if (domain !== undefined) selections.push({ by: 'domain', domain });
  if (pending === true) selections.push({ by: 'pending' });
  if (selections.length < 2) return selections[0] ?? { by: 'all' };
  throw new ConfigurationError('Records are selected in more than one way', {
    code: 'usage.selection',
    hint: 'Give one of --id, --email, --domain and --pending.',
  });
}

function collectEmail(text: string, before: string[] = []): string[] {
  return [...before, parseEmail(text)];
}

function parseDomain(text: string): unknown[] {
  const domain = parseJson(text);
  if (!Array.isArray(domain))
    throw new InvalidArgumentError('A domain is a JSON array, like [["country_id.code","=","PT"]].');
  const [problem] = domainProblems(domain);
  if (problem === undefined) return domain;
  const place = problem.index === null ? 'It' : `Its term ${problem.index + 1}`;
  throw new InvalidArgumentError(`${place} ${problem.message}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
