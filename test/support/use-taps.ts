import { afterEach, beforeEach } from '@jest/globals';
import { openTap, type Tap } from './tap.js';

/** A tap for each side and each test, to be read inside the tests; closed whatever becomes of them. */
export function useTaps(): { readonly odoo: Tap; readonly mailchimp: Tap } {
  let taps: { odoo: Tap; mailchimp: Tap } | null = null;
  const opened = (): { odoo: Tap; mailchimp: Tap } => {
    if (taps === null) throw new Error('taps are open inside tests only');
    return taps;
  };
  beforeEach(async () => {
    taps = { odoo: await openTap(), mailchimp: await openTap() };
  });
  afterEach(async () => {
    const { odoo, mailchimp } = opened();
    taps = null;
    await odoo.close();
    await mailchimp.close();
  });
  return {
    get odoo() {
      return opened().odoo;
    },
    get mailchimp() {
      return opened().mailchimp;
    },
  };
}
