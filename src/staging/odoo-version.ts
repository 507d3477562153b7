/** The Odoo versions a staging server exists for, and what distinguishes them. */
export type OdooVersion = 14 | 19;

export const odooVersions: readonly OdooVersion[] = [14, 19];

export interface VersionFacts {
  readonly httpPort: number;
  readonly postgresPort: number;
  readonly suite: string;
  readonly packages: readonly string[];
  /** A newer Debian suite that only the packages missing from `suite` come from. */
  readonly extraSuite?: string;
}

const facts: Readonly<Record<OdooVersion, VersionFacts>> = {
  14: { httpPort: 8014, postgresPort: 5514, suite: 'bullseye', packages: ['odoo-14', 'postgresql'] },
  19: {
    httpPort: 8069,
    postgresPort: 5519,
    suite: 'trixie',
    // Without tzdata-legacy, Odoo 19's pytz fails at import.
    packages: ['odoo-19', 'postgresql', 'tzdata-legacy'],
    extraSuite: 'sid',
  },
};

export function versionFacts(version: OdooVersion): VersionFacts {
  return facts[version];
}

export function serverUrl(version: OdooVersion): string {
  return `http://127.0.0.1:${facts[version].httpPort}`;
}
