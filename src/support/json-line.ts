const leftRaw = /[\u007F-\u009F\u2028-\u202E\u2066-\u2069]/gu;

/** A value as JSON on one line, in which every character that rules a terminal is escaped (B63). */
export function jsonLine(value: unknown): string {
  return escapeControls(JSON.stringify(value));
}

/** JSON escapes the control characters of ASCII by itself; here are the others. */
export function escapeControls(json: string): string {
  return json.replaceAll(
    leftRaw,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
