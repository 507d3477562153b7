import { afterAll, beforeAll } from '@jest/globals';
import { addressesContract } from './contract/addresses.js';
import { connectingContract } from './contract/connecting.js';
import { contextContract } from './contract/context.js';
import { ContractSession, type ContractOptions } from './contract/contract-session.js';
import { recordsContract } from './contract/records.js';
import { refusalsContract } from './contract/refusals.js';
import { restrictionsContract } from './contract/restrictions.js';
import { rightsContract } from './contract/rights.js';
import { subscriptionsContract } from './contract/subscriptions.js';

/** What every protocol does on every Odoo, word for word the same; what has nothing to do with protocols, once. */
export function transportContract(options: ContractOptions): void {
  const odoo = new ContractSession(options);

  beforeAll(() => odoo.open(), 300_000);

  afterAll(() => odoo.session.close());

  connectingContract(odoo);
  recordsContract(odoo);
  contextContract(odoo);
  rightsContract(odoo);
  refusalsContract(odoo);
  if (options.protocol !== 'jsonrpc') return;
  addressesContract(odoo);
  subscriptionsContract(odoo);
  restrictionsContract(odoo);
}
