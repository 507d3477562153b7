/** Odoo's datetimes: `YYYY-MM-DD HH:MM:SS`, UTC (odoo-api §2). */
export function toOdooDate(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

export function fromOdooDate(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}
