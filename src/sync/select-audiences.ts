import { boundedLine } from '../support/bounded-line.js';
import { ConfigurationError } from '../support/errors.js';
import type { AccountConfig } from '../config/account-config.js';
import type { AudienceConfig } from './sync-context.js';

/** The configured audiences of these ids, all of them when none is named. */
export function selectAudiences(config: AccountConfig, ids: readonly string[]): AudienceConfig[] {
  if (ids.length === 0) return [...config.audiences];
  const unknown = ids.filter((id) => !config.audiences.some((audience) => audience.id === id));
  if (unknown.length > 0) {
    const known = config.audiences.map(({ id }) => id).join(', ') || 'none';
    throw new ConfigurationError(
      `No audience ${boundedLine(unknown.join(', '))} in account ${config.account}`,
      {
        code: 'config.unknown_audience',
        hint: `Configured audiences: ${known}. Add it under audiences: or check the id with audiences list.`,
      },
    );
  }
  return config.audiences.filter(({ id }) => ids.includes(id));
}
