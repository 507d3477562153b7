import { afterAll, beforeAll, describe } from '@jest/globals';
import { startSmallOdoo, type SmallOdoo } from '../../src/small-odoo/small-odoo.js';
import { transportContract } from '../odoo/transport-contract.js';

describe('the small Odoo, as any Odoo', () => {
  const limitedUser = { username: 'limited', password: 'limited' };
  let odoo: SmallOdoo;

  beforeAll(async () => {
    odoo = await startSmallOdoo({ limitedUser });
  });

  afterAll(async () => {
    await odoo.close();
  });

  transportContract({
    protocol: 'jsonrpc',
    subject: () => odoo,
    limitedUser: () => Promise.resolve(limitedUser),
  });
});
