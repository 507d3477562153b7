/** Environment variables by name, as Node has them. */
export type Environment = Readonly<Record<string, string | undefined>>;
