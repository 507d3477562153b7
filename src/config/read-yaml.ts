import { isScalar, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import type { Problem } from './problem.js';
import { keyAt, nearestNodeAt, nodeAt, type Path } from './yaml-nodes.js';

/** A parsed YAML 1.2 file that still knows where everything stands in it. */
export interface YamlSource {
  value: unknown;
  problems: Problem[];
  /** A problem at the value of `path`, or at what is nearest to it and there. */
  problemAt(path: Path, text: string): Problem;
  /** A problem at the key itself; where the key is missing, at the key of what it is missing in. */
  problemAtKey(path: Path, text: string): Problem;
  /** The scalar as it stands in the file, `${NAME}` and all; null for anything else. */
  textAt(path: Path): string | null;
}

export function readYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), text: message };
  };
  const problems = [
    ...[...document.errors, ...document.warnings].map((error) =>
      at(error.pos[0], explainSyntax(error, text)),
    ),
    ...aliasProblems(document, at),
    ...keyProblems(document, at),
  ];
  const value = problems.length > 0 ? null : contentOf(document);
  if (value === tooManyAliases)
    problems.push(at(0, 'its aliases repeat each other without end — write the values out'));
  return {
    value,
    problems: firstOfEachLine(problems),
    problemAt: (path, message) => at(nearestNodeAt(document, path)?.range?.[0] ?? 0, message),
    problemAtKey: (path, message) =>
      at((keyAt(document, path) ?? nearestNodeAt(document, path))?.range?.[0] ?? 0, message),
    textAt: (path) => {
      const node = nodeAt(document, path);
      return isScalar(node) ? String(node.source ?? node.value) : null;
    },
  };
}

const tooManyAliases = Symbol('too many aliases');

/** The parser stops where aliases of aliases would grow beyond all bounds; it knows no other reason to throw here. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return tooManyAliases;
    throw error;
  }
}

/** What follows a syntax error on its line is mostly its consequence. */
function firstOfEachLine(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ line }, index) => problems.findIndex((other) => other.line === line) === index);
}

function explainSyntax({ code, message, pos }: YAMLError, text: string): string {
  const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1).split('\n', 1)[0] ?? '';
  if (code === 'DUPLICATE_KEY')
    return `the key ${/^[\w-]*/u.exec(text.slice(pos[0]))?.[0] ?? ''} is there twice — keep one`;
  if (code === 'TAB_AS_INDENT') return 'a tab can’t indent in YAML — use spaces';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here — one file is one account';
  if (code === 'UNEXPECTED_TOKEN' && line.includes('${'))
    return 'not valid YAML — inside { } or [ ], put "${NAME}" in quotes';
  if (message.includes('call stack')) return 'not valid YAML: nested too deep — close the brackets before';
  // The parser's messages may quote the file, and the file may hold what should not be in it.
  return `not valid YAML: ${message.replace(/: ".*$/su, '')} — check indentation, quotes and brackets`;
}

type At = (offset: number, message: string) => Problem;

/** An alias must name an anchor before it, and not one it stands in itself. */
function aliasProblems(document: Document, at: At): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias: (_key, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target !== undefined && !ancestors.includes(target)) return;
      const offset = alias.range?.[0] ?? 0;
      problems.push(at(offset, `*${alias.source} names no anchor before it — write &${alias.source} there`));
    },
  });
  return problems;
}

/** `123e4: …` is a number to YAML; ids of interests look like that. */
function keyProblems(document: Document, at: At): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Pair: (_key, { key }) => {
      if (isScalar(key) && typeof key.value === 'string') return;
      const offset = isScalar(key) ? key.range?.[0] : undefined;
      problems.push(at(offset ?? 0, 'a key must be text — put it in quotes'));
    },
  });
  return problems;
}
