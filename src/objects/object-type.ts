/** Everything the other rooms may ask of one kind of Odoo record that stands for a person. */
export interface ObjectType {
  /** Odoo's model: its name on the command line, in plans, in logs and in the store. */
  model: string;
  /** In running text: `customer`, `customers`. */
  words: { one: string; many: string };
  /** In Odoo, where one of several kinds is chosen. */
  label: string;
}
