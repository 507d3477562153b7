import type { Finding } from '../../app/finding.js';
import type { CliContext } from '../cli-context.js';
import { worstExitCode } from '../exit-code.js';
import { coloursFor, type Colours } from './colours.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

/** What was found, and the exit code that follows from it. @param conclusions the last line, when all is well and when not */
export function printFindings(
  context: CliContext,
  findings: readonly Finding[],
  conclusions: { well: string; again: string },
): void {
  const { io, globals } = context;
  const errors = findings.flatMap(({ error }) => error ?? []);
  if (errors.length > 0) context.exitWith(worstExitCode(errors, io.signal));
  if (globals().json === true) {
    printJson(io, asJson(findings));
    return;
  }
  const failed = findings.filter(({ ok }) => !ok).length;
  const last = failed > 0 ? `${failed} to mend; ${conclusions.again}` : conclusions.well;
  io.stdout(
    `${[
      ...inLines(
        findings.map((finding) => allVisible(finding)),
        coloursFor(io),
      ),
      last,
    ].join('\n')}\n`,
  );
}

function asJson(findings: readonly Finding[]): object {
  const checks = findings.map(({ error, ...finding }) => ({ ...finding, code: error?.code ?? null }));
  return { ok: findings.every(({ ok }) => ok), checks };
}

function inLines(findings: readonly Finding[], colours: Colours): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings.flatMap(({ ok, account, check, detail, hint }, index) => {
    const mark = ok ? colours.green('ok  ') : colours.red('fail');
    return [
      ...(findings[index - 1]?.account === account ? [] : [`Account ${colours.bold(account)}`]),
      `${mark}  ${check.padEnd(width)}  ${detail}`,
      ...(hint === null ? [] : [`      ${colours.bold('→')} ${hint}`]),
    ];
  });
}
