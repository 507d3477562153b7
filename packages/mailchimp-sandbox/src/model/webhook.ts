export const webhookEvents = [
  'subscribe',
  'unsubscribe',
  'profile',
  'cleaned',
  'upemail',
  'campaign',
] as const;
export const smsEvents = ['sms_subscribe', 'sms_unsubscribe', 'upsms', 'sms_campaign'] as const;
export const webhookSources = ['user', 'admin', 'api'] as const;

export type WebhookEvent = (typeof webhookEvents)[number];
export type WebhookSource = (typeof webhookSources)[number];

/** A webhook of one audience (API §10.1). */
export interface Webhook {
  readonly id: string;
  url: string;
  events: Record<string, boolean>;
  sources: Record<WebhookSource, boolean>;
  /** Empty for webhooks that deliver unsigned. */
  readonly secret: string;
  /** Set by an answer of 410: nothing is delivered any more. */
  disabled: boolean;
}
