import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '../..');

describe('B45: only consent decides', () => {
  describe('by types', () => {
    const heads = [
      "import { addToBlacklist } from '../odoo/people/blacklist.js';",
      "import { createContacts } from '../odoo/people/create-contacts.js';",
      "import { createRecords } from '../odoo/records/create-records.js';",
      "import type { OdooSession } from '../odoo/connect.js';",
      "import type { Members } from '../mailchimp/members.js';",
      'declare const odoo: OdooSession;',
      'declare const members: Members;',
      'declare const email: string;',
    ];

    const decisions = [
      [
        'a subscription',
        'void createContacts(odoo, 1, [{ values: {}, tagIds: [], subscription: { optOut: false, optOutDate: null } }]);',
      ],
      [
        'the opt-out of a record',
        "void createRecords(odoo.transport, 'mailing.subscription', [{ opt_out: false }]);",
      ],
      ['an entry of the blacklist', 'void addToBlacklist(odoo.transport, [email]);'],
      ['the status of a member', "void members.patch('a1', email, { status: 'subscribed' });"],
      ['the status of a new member', "void members.put('a1', email, { email, statusIfNew: 'subscribed' });"],
      [
        'a status in a batch',
        "void members.batchSubscribe('a1', [{ email, status: 'subscribed' }], { updateExisting: true });",
      ],
      ['that a member is archived', "void members.archive('a1', email);"],
    ] as const;
    const others = [
      "void members.patch('a1', email, { mergeFields: { FNAME: 'Ana' } });",
      "void createRecords(odoo.transport, 'mailing.contact', [{ name: 'Ana' }]);",
    ];
    let problems: ReadonlyMap<string, string>;

    beforeAll(() => {
      problems = problemsIn([...heads, ...decisions.map(([, line]) => line), ...others]);
    }, 120_000);

    it.each(decisions)('nobody else can make %s', (_, line) => {
      expect(problems.get(line)).toContain("'Decided<");
    });

    it('all else can be written', () => {
      expect([...problems.keys()].sort()).toEqual(decisions.map(([, line]) => line).sort());
    });
  });

  describe('by who may import what', () => {
    const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-rules-'));
    const { forbidden } = require(join(root, '.dependency-cruiser.cjs')) as {
      forbidden: IForbiddenRuleType[];
    };

    beforeAll(() => {
      writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    });

    afterAll(() => rmSync(folder, { recursive: true }));

    /** The rules that a file breaks by importing another. */
    async function broken(from: string, to: string): Promise<string[]> {
      for (const [path, text] of [
        [to, 'export const it = 1;'],
        [from, `export { it } from '${'../'.repeat(from.split('/').length - 1)}${to}';`],
      ] as const) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const { output } = await cruise([from], { baseDir: folder, validate: true, ruleSet: { forbidden } });
      if (typeof output === 'string') throw new Error(output);
      return output.summary.violations.map(({ rule }) => rule.name);
    }

    it.each([
      ['src/sync/import/breaks.ts', 'src/consent/decided.ts', 'only-consent-decides'],
      ['src/odoo/people/breaks.ts', 'src/consent/decided.ts', 'only-consent-decides'],
      ['src/sync/import/breaks.ts', 'src/odoo/people/write-opt-outs.ts', 'only-consent-writes-opt-outs'],
      ['src/cli/demo/breaks.ts', 'src/odoo/people/blacklist.ts', 'only-consent-writes-opt-outs'],
      ['src/addon/breaks.ts', 'src/odoo/people/opt-out-dates.ts', 'only-consent-writes-opt-outs'],
      ['src/consent/breaks.ts', 'src/core/mapping/mapping.ts', 'consent-needs-nothing-else'],
      ['src/consent/breaks.ts', 'src/core/tags.ts', 'consent-needs-nothing-else'],
      ['src/consent/breaks.ts', 'src/core/addon-names.ts', 'consent-needs-nothing-else'],
      ['src/consent/breaks.ts', 'src/mailchimp/merge-field.ts', 'consent-needs-nothing-else'],
      ['src/consent/breaks.ts', 'src/odoo/people/source-records.ts', 'consent-needs-nothing-else'],
      ['src/consent/breaks.ts', 'src/config/account-config.ts', 'consent-needs-nothing-else'],
      ['src/consent/breaks.ts', 'src/objects/registry.ts', 'consent-needs-nothing-else'],
    ])('%s may not import %s', async (from, to, rule) => {
      expect(await broken(from, to)).toContain(rule);
    });

    it('consent imports its writers', async () => {
      expect(await broken('src/consent/keeps.ts', 'src/odoo/people/write-opt-outs.ts')).toEqual([]);
    });
  });
});

/** What the compiler says to a file of the use cases, by line. */
function problemsIn(lines: readonly string[]): Map<string, string> {
  const name = join(root, 'src/sync/breaks-the-rule.ts');
  const text = lines.join('\n');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, ...more) =>
    file === name ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2023) : getSourceFile(file, ...more);
  host.fileExists = (file) => file === name || fileExists(file);
  host.readFile = (file) => (file === name ? text : readFile(file));
  const program = ts.createProgram([name], options, host);
  const source = program.getSourceFile(name);
  return new Map(
    ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      return [lines[line] ?? '', ts.flattenDiagnosticMessageText(messageText, ' ')];
    }),
  );
}
