/** Options every command takes. */
export interface Globals {
  config?: string;
  account?: string;
  json?: boolean;
  wait?: boolean;
}
