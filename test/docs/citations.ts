/** What a file says of a rule of docs/behaviour.md or a section of another page. */
export interface Citation {
  readonly line: number;
  /** `B24`, `mailchimp-api §5.4`, `mailchimp-api §5.4 rule 17`; `§5.4` when the page isn't named before it. */
  readonly of: string;
}

const page = /(?<page>mailchimp-api|odoo-api)(?![\w-])|\b(?<api>API)(?= §)/u;
const section = /§(?<section>\d+(?:\.\d+)*)(?:,? rules? (?<rule>\d+)(?: (?:and|to) (?<lastRule>\d+))?)?/u;
const behaviour = /\bB(?<first>\d+)(?:[–-]B(?<last>\d+))?\b/u;
const any = new RegExp([page, section, behaviour].map(({ source }) => source).join('|'), 'gu');

/**
 * Every citation in a file. A section is one of the page that was named last before it: `(mailchimp-api §5.4)`, then
 * `(§8.1)`. The pages themselves mean their own.
 */
export function citationsIn(file: string, text: string): Citation[] {
  let named = /docs\/((?:mailchimp|odoo)-api)\.md$/u.exec(file)?.[1];
  return [...text.matchAll(any)].flatMap((match) => {
    const found = match.groups ?? {};
    named = found.page ?? (found.api === undefined ? named : 'mailchimp-api');
    const line = text.slice(0, match.index).split('\n').length;
    return [...rulesIn(found), ...sectionsIn(found, named)].map((of) => ({ line, of }));
  });
}

type Groups = Record<string, string | undefined>;

/** Of `B9–B13`, all five. */
function rulesIn({ first, last = first }: Groups): string[] {
  if (first === undefined) return [];
  const length = Math.max(1, Number(last) - Number(first) + 1);
  return Array.from({ length }, (_, index) => `B${Number(first) + index}`);
}

function sectionsIn({ section: number, rule, lastRule }: Groups, named: string | undefined): string[] {
  if (number === undefined) return [];
  const whole = named === undefined ? `§${number}` : `${named} §${number}`;
  const rules = [rule, lastRule].flatMap((each) => (each === undefined ? [] : [`${whole} rule ${each}`]));
  return [whole, ...rules];
}

/**
 * What can be cited of a page of sections: its numbered headings (`§5.4`), the points of a numbered list under one
 * (`§12.2`) and the rows of a table of rules (`§5.4 rule 17`).
 */
export function sectionsOf(name: string, text: string): string[] {
  return text.split(/^#+ (?=\d)/mu).flatMap((part) => {
    const number = /^(\d+(?:\.\d+)*)\.? /u.exec(part)?.[1];
    if (number === undefined) return [];
    const below = part.slice(part.indexOf('\n'));
    const points = [...below.matchAll(/^(\d+)\. /gmu)].map(([, point]) => `${number}.${point}`);
    const rules = below.includes('| rule |')
      ? [...below.matchAll(/^\| (\d+) +\|/gmu)].map(([, rule]) => `${number} rule ${rule}`)
      : [];
    return [number, ...points, ...rules].map((each) => `${name} §${each}`);
  });
}
