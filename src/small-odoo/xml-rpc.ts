import type { VersionFacts } from './version-facts.js';

const tokens = /<(\/?)([\w:]+)\s*(\/?)>|([^<]+)/gu;

interface Token {
  kind: 'open' | 'close' | 'empty' | 'text';
  text: string;
}

function tokensOf(xml: string): Token[] {
  const plain = xml
    .replace(/<\?[^>]*\?>/u, '')
    .replace(/<!\[CDATA\[(.*?)\]\]>/gsu, (_, text: string) => escape(text));
  const found = [...plain.matchAll(tokens)];
  return found.map(([, close, name = '', empty, text]) => {
    if (text !== undefined) return { kind: 'text', text };
    return { kind: close ? 'close' : empty ? 'empty' : 'open', text: name };
  });
}

/** @throws Error when it is no call */
export function parseCall(xml: string): { method: string; params: unknown[] } {
  const rest = tokensOf(xml);
  const method = /<methodName>([^<]+)<\/methodName>/u.exec(xml)?.[1];
  if (method === undefined) throw new Error('no method is called');
  const params: unknown[] = [];
  while (rest.length > 0) {
    const token = rest.shift();
    if (token?.kind === 'open' && token.text === 'param') params.push(nextValue(rest));
  }
  return { method, params };
}

/** What comes next, up to the end of its `value`. */
function nextValue(rest: Token[]): unknown {
  skipTo(rest, 'value');
  const first = rest.shift();
  if (first?.kind === 'close') return '';
  if (first?.kind === 'text' && first.text.trim() === '') return nextTyped(rest.shift(), rest, first.text);
  if (first?.kind === 'text') {
    rest.shift();
    return unescape(first.text);
  }
  return nextTyped(first, rest, '');
}

function nextTyped(type: Token | undefined, rest: Token[], blank: string): unknown {
  if (type === undefined || type.kind === 'close') return blank;
  const value = type.kind === 'empty' ? scalar(type.text, '') : ofType(type.text, rest);
  skipTo(rest, 'value', 'close');
  return value;
}

function ofType(type: string, rest: Token[]): unknown {
  if (type === 'array') return nextArray(rest);
  if (type === 'struct') return nextStruct(rest);
  const text = rest[0]?.kind === 'text' ? (rest.shift()?.text ?? '') : '';
  return scalar(type, unescape(text));
}

function nextArray(rest: Token[]): unknown[] {
  const values: unknown[] = [];
  while (rest.length > 0 && !(rest[0]?.kind === 'close' && rest[0].text === 'array')) {
    if (rest[0]?.kind === 'open' && rest[0].text === 'value') values.push(nextValue(rest));
    else if (rest[0]?.kind === 'empty' && rest[0].text === 'value') values.push(rest.shift() && '');
    else rest.shift();
  }
  return values;
}

function nextStruct(rest: Token[]): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  while (rest.length > 0 && !(rest[0]?.kind === 'close' && rest[0].text === 'struct')) {
    const token = rest.shift();
    if (token?.kind === 'open' && token.text === 'name')
      entries.push([unescape(rest.shift()?.text ?? ''), nextValue(rest)]);
  }
  return Object.fromEntries(entries);
}

function skipTo(rest: Token[], name: string, kind: Token['kind'] = 'open'): void {
  while (rest.length > 0) {
    const token = rest.shift();
    if (token?.text === name && token.kind === kind) return;
  }
}

function scalar(type: string, text: string): unknown {
  if (type === 'struct') return {};
  if (type === 'int' || type === 'i4' || type === 'i8' || type === 'double') return Number(text);
  if (type === 'boolean') return text === '1';
  if (type === 'nil') return null;
  return text;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescape = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/giu, (whole: string, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    return String.fromCodePoint(Number(name.replace('#x', '0x').replace('#', '')));
  });

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const head = "<?xml version='1.0'?>\n<methodResponse>\n";

/** @throws TypeError as Python does, for a value that has no form */
/** Those of ASCII but tab and line break. */
const controls = /(?![\t\n\r\u007F-\u009F])\p{Cc}/gu;

export function writeResponse(value: unknown, { xmlRpcDropsControls }: VersionFacts): string {
  const answer = xmlRpcDropsControls ? written(value).replaceAll(controls, '') : written(value);
  return `${head}<params>\n<param>\n${answer}\n</param>\n</params>\n</methodResponse>\n`;
}

export function writeFault(faultCode: number, faultString: string): string {
  return `${head}<fault>\n${written({ faultCode, faultString })}\n</fault>\n</methodResponse>\n`;
}

function written(value: unknown): string {
  return `<value>${form(value)}</value>`;
}

function form(value: unknown): string {
  if (value === null || value === undefined)
    throw new TypeError('cannot marshal None unless allow_none is enabled');
  if (typeof value === 'string') return `<string>${escape(value)}</string>`;
  if (typeof value === 'boolean') return `<boolean>${value ? '1' : '0'}</boolean>`;
  if (typeof value === 'number')
    return Number.isInteger(value) ? `<int>${value}</int>` : `<double>${value}</double>`;
  if (Array.isArray(value)) return `<array><data>\n${value.map(written).join('\n')}\n</data></array>`;
  const members = Object.entries(value).map(
    ([name, inner]) => `<member>\n<name>${escape(name)}</name>\n${written(inner)}\n</member>`,
  );
  return `<struct>\n${members.join('\n')}\n</struct>`;
}
