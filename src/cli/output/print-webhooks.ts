import { signingVariable } from '../../app/webhooks/keep-signing-keys.js';
import type { WebhookReport, WebhookRequest } from '../../app/webhooks/manage-webhooks.js';
import type { CliContext } from '../cli-context.js';
import { textTable } from './text-table.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

/** What `webhooks …` has found, done or would do. */
export function printWebhooks(
  { io, globals }: CliContext,
  { command, dryRun }: WebhookRequest,
  { reports, isSecretTold }: { reports: readonly WebhookReport[]; isSecretTold: boolean },
): void {
  if (globals().json === true) {
    const result = { command: `webhooks ${command}`, dry_run: dryRun, webhooks: reports };
    printJson(io, result);
    return;
  }
  const lines = [
    reports.length === 0
      ? 'No webhook.'
      : table(allVisible(reports), { isPlan: dryRun, isList: command === 'list' }),
    ...(isSecretTold ? secretLines : []),
    ...(command === 'register' && !dryRun ? ['Next: odoo-mailchimp webhooks check'] : []),
  ];
  io.stdout(`${lines.join('\n')}\n`);
}

function table(
  reports: readonly WebhookReport[],
  { isPlan, isList }: { isPlan: boolean; isList: boolean },
): string {
  const rows = reports.map(({ audience, id, url, action, events, sources, signed }) => [
    ...[audience, id ?? '–', url, events.join(', '), sources.join(', '), inWords(signed)],
    isList ? whose[action] : `${isPlan && action !== 'unchanged' ? 'to be ' : ''}${action}`,
  ]);
  const head = ['audience', 'webhook', 'address', 'events', 'by', 'signed', isList ? 'whose' : 'what'];
  return textTable({ head, rows });
}

const inWords = (signed: boolean | null): string => (signed === null ? '?' : signed ? 'yes' : 'no');

/** Of a list; whatever is neither the one nor the other is this bridge's. */
const whose: Readonly<Record<WebhookReport['action'], string>> = {
  ...{ created: 'ours', updated: 'ours', unchanged: 'ours', removed: 'ours' },
  foreign: 'another program’s',
  unknown_token: 'ours, of an unknown token',
};

const secretLines = [
  `MailChimp signs these events. Its secret is in .env now; let the account file know it, once:`,
  `  webhooks:`,
  `    signing_secret: \${${signingVariable}}`,
  'and start serve again: from then on unsigned events are refused.',
];
