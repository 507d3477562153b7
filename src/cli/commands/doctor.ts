import { Command } from 'commander';
import { examine } from '../../app/doctor.js';
import type { Finding } from '../../app/finding.js';
import type { CliContext } from '../cli-context.js';
import { exitCodeOf } from '../exit-code.js';
import { selectAccounts } from '../for-each-account.js';
import { coloursFor, type Colours } from '../output/colours.js';

export function doctorCommand(context: CliContext): Command {
  return new Command('doctor')
    .description('check configuration, logins, rights, audiences and store, and say what to do')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp doctor')
    .action(async () => {
      const findings: Finding[] = [];
      for (const account of selectAccounts(context)) findings.push(...(await examine(account, context.deps)));
      const codes = findings.flatMap(({ error }) =>
        error === null ? [] : [exitCodeOf(error, context.io.signal)],
      );
      if (codes.length > 0) context.exitWith(Math.max(...codes));
      if (context.globals().json === true) context.io.stdout(`${JSON.stringify(asJson(findings))}\n`);
      else context.io.stdout(`${inLines(findings, coloursFor(context.io)).join('\n')}\n`);
    });
}

function asJson(findings: readonly Finding[]): object {
  const checks = findings.map(({ error, ...finding }) => ({ ...finding, code: error?.code ?? null }));
  return { ok: findings.every(({ ok }) => ok), checks };
}

function inLines(findings: readonly Finding[], colours: Colours): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ ok, account, check, detail, hint }, index) => {
    const mark = ok ? colours.green('ok  ') : colours.red('fail');
    return [
      ...(findings[index - 1]?.account === account ? [] : [`Account ${colours.bold(account)}`]),
      `${mark}  ${check.padEnd(width)}  ${detail}`,
      ...(hint === null ? [] : [`      ${colours.bold('→')} ${hint}`]),
    ];
  });
  return [...lines, conclusion(findings)];
}

function conclusion(findings: readonly Finding[]): string {
  const failed = findings.filter(({ ok }) => !ok).length;
  if (failed > 0) return `${failed} to mend; run doctor again afterwards.`;
  return 'All well. Next: odoo-mailchimp audiences fetch';
}
