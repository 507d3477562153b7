export const smallOdooVersions = [14, 15, 16, 17, 18, 19] as const;
export type SmallOdooVersion = (typeof smallOdooVersions)[number];

/** What differs between the versions of Odoo, as measured (docs: odoo-api, §2 and §6; test/odoo/contract). */
export interface VersionFacts {
  readonly version: SmallOdooVersion;
  readonly subscriptionModel: 'mailing.subscription' | 'mailing.contact.subscription';
  /** One2many of a mailing contact to its subscriptions. */
  readonly contactSubscriptions: 'subscription_ids' | 'subscription_list_ids';
  readonly optOutDate: 'opt_out_datetime' | 'unsubscription_date';
  /** From 17.0 a date that is given with an opt-out is kept, and a date alone opts out; before, Odoo's own time is put in its place. */
  readonly keepsOptOutDate: boolean;
  readonly contactCount: 'contact_count' | 'contact_nbr';
  readonly hasSplitNames: boolean;
  readonly hasTitles: boolean;
  readonly hasMobile: boolean;
  readonly hasBelgianStates: boolean;
  /** Of several addresses in one field the first is the normalised one; before, there is none. */
  readonly takesFirstAddress: boolean;
  /** Many2many of a user to the groups. */
  readonly userGroups: 'group_ids' | 'groups_id';
  /** `base.language.install` takes several languages by id; before, one by its code. */
  readonly installsLanguagesById: boolean;
  readonly refusesUnknownLanguages: boolean;
  readonly hasJson2: boolean;
  /** Answers over XML-RPC come without the control characters of a text. Of 15 to 18 it isn't known. */
  readonly xmlRpcDropsControls: boolean;
}

export function versionFacts(version: SmallOdooVersion): VersionFacts {
  const isNew = version >= 17;
  return {
    version,
    subscriptionModel: isNew ? 'mailing.subscription' : 'mailing.contact.subscription',
    contactSubscriptions: isNew ? 'subscription_ids' : 'subscription_list_ids',
    optOutDate: isNew ? 'opt_out_datetime' : 'unsubscription_date',
    keepsOptOutDate: isNew,
    contactCount: isNew ? 'contact_count' : 'contact_nbr',
    hasSplitNames: isNew,
    hasTitles: !isNew,
    hasMobile: version <= 18,
    hasBelgianStates: version >= 18,
    takesFirstAddress: version >= 16,
    userGroups: version >= 19 ? 'group_ids' : 'groups_id',
    installsLanguagesById: version >= 16,
    refusesUnknownLanguages: version >= 19,
    hasJson2: version >= 19,
    xmlRpcDropsControls: version >= 19,
  };
}
