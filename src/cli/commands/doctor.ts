import Table from 'cli-table3';
import { Command } from 'commander';
import pc from 'picocolors';
import { examine, type Finding } from '../../app/doctor.js';
import type { CliContext } from '../cli-context.js';
import { exitCodeOf } from '../exit-code.js';
import { selectAccounts } from '../for-each-account.js';

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
      else context.io.stdout(`${asTable(findings)}\n${conclusion(findings)}\n`);
    });
}

function asJson(findings: readonly Finding[]): object {
  const checks = findings.map(({ error, ...finding }) => ({ ...finding, code: error?.code ?? null }));
  return { ok: findings.every(({ ok }) => ok), checks };
}

function asTable(findings: readonly Finding[]): string {
  const table = new Table({
    head: ['', 'account', 'check', 'found'],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [6, 16, 22, 70],
  });
  for (const { ok, account, check, detail, hint } of findings) {
    const found = hint === null ? detail : `${detail}\n→ ${hint}`;
    table.push([ok ? pc.green('ok') : pc.red('fail'), account, check, found]);
  }
  return table.toString();
}

function conclusion(findings: readonly Finding[]): string {
  const failed = findings.filter(({ ok }) => !ok).length;
  if (failed > 0) return `${failed} to mend; run doctor again afterwards.`;
  return 'All well. Next: odoo-mailchimp audiences fetch';
}
