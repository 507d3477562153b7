import { setTimeout } from 'node:timers/promises';
import { connectOdoo } from '../../../src/odoo/connect.js';
import { startSmallOdoo, type SmallOdoo } from '../../../src/small-odoo/small-odoo.js';
import { systemClock, type Clock } from '../../../src/support/clock.js';
import type { OpenHttp } from '../../../src/support/http/http-client.js';
import { once } from '../../../src/support/once.js';
import { Secret } from '../../../src/support/secret.js';
import { DirectHttp } from '../../support/direct-http.js';
import { openTap } from '../../support/tap.js';
import type { WorldOdoo } from '../../support/world/open-world.js';
import { ShiftedClock } from '../../support/world/shifted-clock.js';
import { HastyClock } from './hasty-clock.js';
import type { Taps } from './shaky-bridge.js';

/** How much the clocks of the two servers are ahead of the bridge's, in seconds. */
export interface Clocks {
  odooS: number;
  mailchimpS: number;
}

/** Where a story is played. */
export interface Stage extends AsyncDisposable {
  odoo: WorldOdoo;
  /** Their fourth wall: what the bridge calls goes through them. */
  taps: Taps;
  /** The bridge's. */
  clock: HastyClock;
  mailchimpClock: Clock;
  /** Undefined: over sockets. */
  direct?: DirectHttp;
  openHttp?: OpenHttp;
  /** Where transactions can be let go on for a while. */
  beginWrite?: SmallOdoo['beginWrite'];
  /** Until Odoo's second is over: it tells its times in whole ones. */
  secondOver(): Promise<void>;
}

export type OpenStage = (clocks: Clocks) => Promise<Stage>;

/** Over sockets, with an Odoo that has the time of day. */
export function socketStage(odoo: WorldOdoo): OpenStage {
  return async ({ odooS, mailchimpS }) => {
    const taps = { odoo: await openTap(), mailchimp: await openTap() };
    const mailchimpClock = new ShiftedClock();
    mailchimpClock.advance(mailchimpS - odooS);
    return {
      ...{ odoo, taps, mailchimpClock, clock: new HastyClock({ aheadS: -odooS }) },
      // A bridge whose clock runs ahead takes the last one for over.
      secondOver: () => setTimeout(1000 - (Date.now() % 1000)),
      async [Symbol.asyncDispose]() {
        await taps.odoo.close();
        await taps.mailchimp.close();
      },
    };
  };
}

/** In this process alone, with a small Odoo of its own: no sockets, and no time goes by but what is waited for. */
export const directStage: OpenStage = async ({ odooS, mailchimpS }) => {
  const clock = new HastyClock({ longestMs: 0 });
  const ahead = (seconds: number): Clock => {
    const shifted = new ShiftedClock(clock);
    shifted.advance(seconds);
    return shifted;
  };
  const odooClock = ahead(odooS);
  const small = await startSmallOdoo({ now: () => odooClock.now() });
  const direct = new DirectHttp();
  direct.serve(small.url, small.fetch);
  const { url, database, username, password } = small;
  const login = { url, database, username, apiKey: new Secret(password), protocol: 'json2' } as const;
  const session = once(() => connectOdoo(login, { clock: systemClock, openHttp: direct.open }));
  return {
    odoo: { url, database, username, password, apiKey: password, session },
    taps: { odoo: direct.openTap(), mailchimp: direct.openTap() },
    ...{ clock, mailchimpClock: ahead(mailchimpS), direct, openHttp: direct.open },
    beginWrite: small.beginWrite,
    secondOver: () => clock.sleep(1000 - (clock.now().getTime() % 1000)),
    [Symbol.asyncDispose]: () => small.close(),
  };
};
