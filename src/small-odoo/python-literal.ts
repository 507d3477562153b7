import { valueError } from './odoo-exception.js';

const tokens = /\s*(?:([[\](),])|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([\w.+-]+))/gy;
const words: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

/** What a domain of a record rule says: lists, tuples, texts, numbers, `True`, `False` and `None` of Python. */
export function pythonLiteral(source: string): unknown {
  const found = [...source.trim().matchAll(tokens)];
  if (found.map(([whole]) => whole).join('') !== source.trim()) throw wrong(source);
  const rest = found.map(([, mark, text, word]) => ({ mark, text, word }));
  const value = take(rest, source);
  if (rest.length > 0) throw wrong(source);
  return value;
}

interface Token {
  mark: string | undefined;
  text: string | undefined;
  word: string | undefined;
}

function take(rest: Token[], source: string): unknown {
  const token = rest.shift();
  if (token?.mark === '[' || token?.mark === '(') return sequence(rest, source);
  if (token?.text !== undefined) return token.text.slice(1, -1).replace(/\\(.)/gu, '$1');
  if (token?.word === undefined) throw wrong(source);
  if (token.word in words) return words[token.word];
  const number = Number(token.word);
  if (Number.isNaN(number)) throw wrong(source);
  return number;
}

function sequence(rest: Token[], source: string): unknown[] {
  const values: unknown[] = [];
  for (;;) {
    const [next] = rest;
    if (next === undefined) throw wrong(source);
    if (next.mark === ']' || next.mark === ')') break;
    if (next.mark === ',') rest.shift();
    else values.push(take(rest, source));
  }
  rest.shift();
  return values;
}

const wrong = (source: string) => valueError(`Invalid domain: ${source}`);
