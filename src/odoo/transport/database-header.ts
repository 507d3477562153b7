/**
 * Names the database of a request, as Odoo reads it from 19.0 on. Left to find out by itself, a server opens a
 * connection to PostgreSQL for every request and lists what databases there are, which takes longer than a small call.
 */
export function databaseHeader(database: string): Record<string, string> {
  return { 'X-Odoo-Database': database };
}
