import type { Kysely, Migration } from 'kysely';
import { initial, type IdColumn } from './migrations/0001-initial.js';
import { inbox } from './migrations/0002-inbox.js';
import { consent } from './migrations/0003-consent.js';
import { bindingRecords } from './migrations/0004-binding-records.js';
import { forgotten } from './migrations/0005-forgotten.js';
import { takenOut } from './migrations/0006-taken-out.js';
import { consentHistory } from './migrations/0007-consent-history.js';
import { leaseFence } from './migrations/0008-lease-fence.js';
import { bounced } from './migrations/0009-bounced.js';
import { liveChanges } from './migrations/0010-live-changes.js';
import { alertStates } from './migrations/0011-alert-states.js';

/** In the order they are applied; one that has been released is never edited. */
export function migrations(id: IdColumn): Record<string, Migration> {
  return {
    '0001-initial': { up: (db: Kysely<unknown>) => initial(db, id) },
    '0002-inbox': { up: (db: Kysely<unknown>) => inbox(db, id) },
    '0003-consent': { up: consent },
    '0004-binding-records': { up: bindingRecords },
    '0005-forgotten': { up: forgotten },
    '0006-taken-out': { up: takenOut },
    '0007-consent-history': { up: (db: Kysely<unknown>) => consentHistory(db, id) },
    '0008-lease-fence': { up: leaseFence },
    '0009-bounced': { up: bounced },
    '0010-live-changes': { up: liveChanges },
    '0011-alert-states': { up: alertStates },
  };
}
