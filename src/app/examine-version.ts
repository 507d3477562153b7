import type { OdooSession } from '../odoo/connect.js';
import { ConfigurationError } from '../support/errors.js';

const oldest = 14;
const newest = 19;

/**
 * Whether the bridge knows this Odoo, and how it talks to it (B43).
 * @throws ConfigurationError `odoo.version` for one that lacks what the bridge goes by
 */
export function examineVersion({ serverVersion, transport }: OdooSession): Promise<string> {
  const { major, text } = serverVersion;
  if (major < oldest) {
    throw new ConfigurationError(`Odoo ${text} is older than any the bridge works with`, {
      code: 'odoo.version',
      hint: `Upgrade Odoo to ${oldest}.0 or later.`,
    });
  }
  const known = major <= newest ? 'known to work' : `not tried yet: known to work are ${oldest} to ${newest}`;
  const leaving = major >= newest && transport.protocol !== 'json2';
  const advice = leaving ? '; Odoo will give this protocol up, an odoo.api_key brings json2' : '';
  return Promise.resolve(`${text} is ${known}, protocol ${transport.protocol}${advice}`);
}
