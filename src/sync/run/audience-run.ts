import type { RunNumber } from '../../consent/write-down.js';
import type { Mapping } from '../../core/mapping/mapping.js';
import type { MappedNames } from '../../core/mapping/member-values.js';
import type { Places } from '../../core/mapping/places.js';
import type { ManagedTags } from '../../core/tags.js';
import type { ObjectType } from '../../objects/object-type.js';
import type { PeopleSources } from '../../odoo/people/people-sources.js';
import type { RelatedRecords } from '../../odoo/records/related-records.js';
import type { NewJournalRow } from '../../store/journal.js';
import type { Store } from '../../store/store.js';
import type { TagDirectory } from '../people/tag-directory.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import type { PlanGuard } from './plan-guard.js';
import type { RunTally } from './run-tally.js';
import type { Timezone } from '../../core/mapping/timezone.js';

/** The mapping of an audience, with what reading and writing it needs. */
export interface OpenMapping extends Mapping {
  tools: { related: RelatedRecords; places: Places | null; timezone: Timezone };
}

/** How many of Odoo's companies don't show: while there are any, no customer is made, for one of theirs may be there (B60). */
export interface CustomerCreation {
  hidden: number;
  seen: number;
}

/** An audience that can be looked at: its mailing list, what is mapped, and where its people are read. */
export interface OpenAudience extends SyncContext {
  audience: AudienceConfig;
  /** Null in a dry run whose mailing list doesn't exist yet. */
  mailingListId: number | null;
  /** What the configuration maps, by name. */
  names: MappedNames;
  /** Which tags are kept in step (B7). */
  managedTags: ManagedTags;
  /** The types of records it has to do with, in the order of the registry (B6). */
  types: readonly ObjectType[];
  /**
   * Held against both schemas when first needed, which is before the first write (B4).
   * @throws ConfigurationError `config.mapping` naming every problem
   */
  mapping(): Promise<OpenMapping>;
  /** Where sources of people and the blacklist are read. */
  people: PeopleSources;
  /** Whether customers are made for members who are none (B11); null where it isn't wanted. Asked when first needed. */
  sourceCreation(): Promise<CustomerCreation | null>;
  /** Odoo's tags, read when first needed. */
  tags(): Promise<TagDirectory>;
}

/** Where a run writes down what became of each person. */
export interface RunJournal {
  /** The run it is written to; null in a dry run. */
  runNumber: RunNumber;
  /** @param store the transaction it belongs to */
  append(store: Pick<Store, 'journal' | 'runs'>, rows: readonly NewJournalRow[]): Promise<void>;
}

/** Work on an audience that was begun and comes to an end; `withRun` opens and closes it. */
export interface AudienceRun extends OpenAudience {
  /** Nothing but a plan is made: the servers and the store refuse to be written to (B29). */
  dryRun: boolean;
  /** Goes beyond the blast cap (B28). */
  allowLarge: boolean;
  /** One of many small runs that nobody looks at: what they change adds up (B54). */
  isLive?: boolean;
  /** Only what a plan says is done; null: everything (B29). */
  guard: PlanGuard | null;
  /** What it has come to so far. */
  tally: RunTally;
  journal: RunJournal;
  /** Addresses whose contact a run that was interrupted may have made (B14). */
  interrupted: ReadonlySet<string>;
}

/** Work that may write: the mailing list is there. */
export type OnMailingList<Audience extends OpenAudience> = Audience & { mailingListId: number };

export function withMailingList<Audience extends OpenAudience>(audience: Audience): OnMailingList<Audience> {
  const { mailingListId } = audience;
  if (mailingListId === null)
    throw new Error(`Audience ${audience.audience.id} has no mailing list outside a dry run`);
  return { ...audience, mailingListId };
}
