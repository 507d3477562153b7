import type { MemberStatus } from './member-status.js';

/** Models the connector's addon adds to Odoo (B36). Models and fields made over RPC have to start with `x_`. */
export const addonModels = {
  account: 'x_mailchimp_account',
  audience: 'x_mailchimp_audience',
  log: 'x_mailchimp_log',
  logLine: 'x_mailchimp_log_line',
  job: 'x_mailchimp_job',
  exportWizard: 'x_mailchimp_export_wizard',
} as const;

/** Fields the addon adds to Odoo's subscription of a contact to a mailing list (B37). */
export const subscriptionAddon = {
  status: 'x_mailchimp_status',
  subscribedAt: 'x_mailchimp_subscribed_at',
  pushedAt: 'x_mailchimp_pushed_at',
} as const;

/** Dates as Odoo writes them: `YYYY-MM-DD HH:MM:SS`, UTC. */
export interface SubscriptionAddonValues {
  /** Null when the contact is no member any more. */
  status: MemberStatus | null;
  /** When the member subscribed in MailChimp; left out, the field stays as it is. */
  subscribedAt?: string | null;
  /** When the contact was last pushed; left out, the field stays as it is. */
  pushedAt?: string | null;
}

/**
 * What the addon shows of a member, as values of the subscription: to be put beside `opt_out` into the same
 * `create` or `write`, which then costs no call of its own. Only where the addon is installed.
 */
export function subscriptionAddonValues(values: SubscriptionAddonValues): Record<string, string | false> {
  const { status, subscribedAt, pushedAt } = values;
  return {
    [subscriptionAddon.status]: status ?? false,
    ...(subscribedAt === undefined ? {} : { [subscriptionAddon.subscribedAt]: subscribedAt ?? false }),
    ...(pushedAt === undefined ? {} : { [subscriptionAddon.pushedAt]: pushedAt ?? false }),
  };
}

/** Whom the addon's logs and jobs are to name no more (B57). */
export interface PersonInAddon {
  /** Lower case. */
  address: string;
  /** Records of Odoo that stand for the person. */
  records: readonly { model: string; ids: readonly number[] }[];
}
