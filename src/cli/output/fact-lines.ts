export type Fact = readonly [name: string, value: string];

/** Names and values in two columns, each line indented; readable at any width. */
export function factLines(facts: readonly Fact[]): string[] {
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`.trimEnd());
}
