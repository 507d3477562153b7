/** Texts without quotes in them, as Python writes a tuple of several. */
export const pythonTuple = (texts: readonly string[]): string =>
  `(${texts.map((text) => `'${text}'`).join(', ')})`;
