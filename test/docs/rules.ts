/** A rule of docs/behaviour.md. */
export interface Rule {
  /** `B24` */
  readonly number: string;
  /** `being built` is planned still, but tests may claim it already. */
  readonly state: 'built' | 'being built' | 'planned';
  readonly decidedIn: readonly string[];
  readonly shownBy: readonly string[];
}

/** The rules of docs/behaviour.md, in the page's order: each begins with `- **B24. …`. */
export function rulesOf(page: string): Rule[] {
  return page.split(/^(?=- \*\*B\d+\.)|^## /mu).flatMap((part) => {
    const number = /^- \*\*(B\d+)\./u.exec(part)?.[1];
    return number === undefined ? [] : [ruleOf(number, part)];
  });
}

function ruleOf(number: string, text: string): Rule {
  const planned = /^- \*\*[^\n]*?\*\* _Planned(, being built)?\._/u.exec(text);
  const state = planned === null ? 'built' : planned[1] === undefined ? 'planned' : 'being built';
  return { number, state, decidedIn: pathsAfter('Decided in', text), shownBy: pathsAfter('Shown by', text) };
}

function pathsAfter(words: string, text: string): string[] {
  const line = text.split('\n').find((each) => each.includes(`- ${words} `)) ?? '';
  return [...line.matchAll(/`([^`]+)`/gu)].map(([, path = '']) => path);
}
