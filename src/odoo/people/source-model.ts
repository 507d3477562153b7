/** How one of Odoo's models shows a person. */
export interface SourceModel {
  /** Its key in a mapping. */
  key: string;
  model: string;
  fields: {
    /** The person's name: first and last name are read from it. */
    name: string;
    /** As typed by people. */
    email: string;
    /** The address as Odoo has normalised it; null where Odoo keeps none, and the bridge does it. */
    address: string | null;
    /** Many2many to `res.partner.category`; null where it has other tags or none. */
    tags: string | null;
    /** Archived records have the address (B11) and are told by `active`; where it is not, they count as gone. */
    canBeArchived: boolean;
  };
}
