import { afterAll, beforeAll, describe } from '@jest/globals';
import { startSmallOdoo, type SmallOdoo } from '../../src/small-odoo/small-odoo.js';
import { smallOdooVersions } from '../../src/small-odoo/version-facts.js';
import { portalUser } from '../odoo/portal-user.js';
import { transportContract } from '../odoo/transport-contract.js';

describe.each(smallOdooVersions)('the small Odoo %i, as any Odoo', (version) => {
  let odoo: SmallOdoo;

  beforeAll(async () => {
    odoo = await startSmallOdoo({ version });
  });

  afterAll(async () => {
    await odoo.close();
  });

  transportContract({ protocol: 'jsonrpc', subject: () => odoo, limitedUser: portalUser });
});
