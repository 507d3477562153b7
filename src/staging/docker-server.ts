import type { OdooVersion } from './odoo-version.js';
export async function dockerUp(_v: OdooVersion, _report: (line: string) => void): Promise<void> { return Promise.reject(new Error('TODO')); }
export async function dockerDown(_v: OdooVersion): Promise<void> { return Promise.reject(new Error('TODO')); }
export function dockerRunning(_v: OdooVersion): boolean { return false; }
