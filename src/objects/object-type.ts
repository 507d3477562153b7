import type { SourceModel } from '../odoo/people/source-model.js';
import type { Domain } from '../odoo/records/search-read.js';

/** Everything the other rooms may ask of one kind of Odoo record that stands for a person. */
export interface ObjectType extends SourceModel {
  /** In running text: `customer`, `customers`. */
  words: { one: string; many: string };
  /** In Odoo, where one of several kinds is chosen. */
  label: string;
  /** Its changes since the last look (B20); `name` is that of the mark in the store. */
  feed: { name: string };
  /** Its place in the addon (B38). */
  addon: {
    /** External id of the model. */
    model: string;
    /** The end of the external ids of its menu entries; it stays the same for ever. */
    name: string;
  };
  /** Those of users of Odoo: who may not change users may not write to these (B59). Null where there are none. */
  colleagues: Domain | null;
  /** Null: every Odoo with Email Marketing has it. Else the app that brings it: only who names it makes it be read. */
  app: string | null;
}
