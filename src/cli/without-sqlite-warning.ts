/** Node warns on stderr of every run that its SQLite is new; a person or cron can do nothing about it. */
export function withoutSqliteWarning(emitWarning: typeof process.emitWarning): typeof process.emitWarning {
  return (warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning(warning, ...rest);
  };
}
