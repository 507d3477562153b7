import { afterAll, beforeAll } from '@jest/globals';
import { connectingContract } from './contract/connecting.js';
import { contextContract } from './contract/context.js';
import { ContractSession, type ContractOptions } from './contract/contract-session.js';
import { recordsContract } from './contract/records.js';
import { refusalsContract } from './contract/refusals.js';
import { rightsContract } from './contract/rights.js';

/** What every protocol does on every Odoo, word for word the same. */
export function transportContract(options: ContractOptions): void {
  const odoo = new ContractSession(options);

  beforeAll(() => odoo.open(), 120_000);

  afterAll(() => odoo.session.close());

  connectingContract(odoo);
  recordsContract(odoo);
  contextContract(odoo);
  rightsContract(odoo);
  refusalsContract(odoo);
}
