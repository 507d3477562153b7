import { openTap, type Tap } from './tap.js';

/** One tap before each server, as `openWorld` takes them. */
export interface BothTaps extends AsyncDisposable {
  odoo: Tap;
  mailchimp: Tap;
  /** As nothing had come through yet. */
  reset(): void;
}

export async function bothTaps(): Promise<BothTaps> {
  const [odoo, mailchimp] = [await openTap(), await openTap()];
  return {
    odoo,
    mailchimp,
    reset() {
      odoo.reset();
      mailchimp.reset();
    },
    async [Symbol.asyncDispose]() {
      await odoo.close();
      await mailchimp.close();
    },
  };
}
