import { saveInEnv } from '../../config/save-in-env.js';
import type { SigningKey } from '../../server/receiver.js';
import { Secret } from '../../support/secret.js';
import { formatSigningKeys, parseSigningKeys } from '../signing-keys.js';

export const signingVariable = 'WEBHOOK_SIGNING_SECRET';

/**
 * Puts signing secrets into `.env` of the folder, each in the place of the one its audience had. Audiences of other
 * accounts may stand there as well: their ids are different.
 * @throws ConfigurationError `config.env_unwritable`
 */
export function keepSigningKeys(folder: string, told: readonly SigningKey[]): void {
  saveInEnv(folder, signingVariable, (before) => {
    const known = before === null || before === '' ? [] : parseSigningKeys(new Secret(before));
    const isReplaced = ({ audienceId }: SigningKey): boolean =>
      told.some((key) => key.audienceId === audienceId);
    return formatSigningKeys([...known.filter((key) => !isReplaced(key)), ...told]);
  });
}
