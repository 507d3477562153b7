import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { memberEvents } from '../mailchimp/webhook-event.js';

/** What is counted for Prometheus. Labels are words of the bridge, never of a person or of who calls. */
export interface Metrics {
  /** `outcome`: `new`, `known`, or why it was turned away. */
  eventReceived(event: { account: string; type: string; outcome: string }): void;
  eventRefused(reason: string): void;
  /** @param lagSeconds from its arrival to the end of the work on it */
  eventProcessed(event: { account: string; type: string; outcome: string; lagSeconds: number }): void;
  apiCall(call: { account: string; side: 'mailchimp' | 'odoo'; route: string; status: string }): void;
  runFinished(run: { account: string; command: string; outcome: string; seconds: number }): void;
  /** Asked when the metrics are. */
  watchInbox(account: string, read: () => Promise<InboxLevel>): void;
  /** In Prometheus's text format. */
  render(): Promise<{ text: string; contentType: string }>;
}

export interface InboxLevel {
  waiting: number;
  quarantined: number;
  held: number;
  /** How long the oldest has been waiting. */
  oldestSeconds: number;
}

const prefix = 'odoo_mailchimp_';

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry, prefix });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
    new Counter({ name: `${prefix}${name}`, help, labelNames, registers });
  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> =>
    new Histogram({ name: `${prefix}${name}`, help, labelNames, registers, buckets });
  const received = counter('events_received_total', 'Webhook events that came in', [
    'account',
    'type',
    'outcome',
  ]);
  const refused = counter('deliveries_refused_total', 'Deliveries turned away, by reason', ['reason']);
  const processed = counter('events_processed_total', 'Webhook events worked on', [
    'account',
    'type',
    'outcome',
  ]);
  const lag = seconds('event_lag_seconds', 'From the arrival of an event to the end of its work', [
    'account',
  ]);
  const calls = counter('api_calls_total', 'Calls to the servers', ['account', 'side', 'route', 'status']);
  const runs = seconds('run_seconds', 'How long runs took', ['account', 'command', 'outcome']);
  const inboxes = watchInboxes(registers);
  return {
    eventReceived: ({ type, ...labels }) => received.inc({ ...labels, type: knownType(type) }),
    eventRefused: (reason) => refused.inc({ reason }),
    eventProcessed({ lagSeconds, type, ...labels }) {
      processed.inc({ ...labels, type: knownType(type) });
      lag.observe({ account: labels.account }, lagSeconds);
    },
    apiCall: (labels) => calls.inc(labels),
    runFinished: ({ seconds: taken, ...labels }) => runs.observe(labels, taken),
    watchInbox: (account, read) => void inboxes.set(account, read),
    render: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  };
}

/** From a webhook answered at once to a first import of a million. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200];

/** Whoever has the token could fill the memory with types of their own. */
function knownType(type: string): string {
  return [...memberEvents, 'campaign'].some((known) => known === type) ? type : 'other';
}

function watchInboxes(registers: Registry[]): Map<string, () => Promise<InboxLevel>> {
  const inboxes = new Map<string, () => Promise<InboxLevel>>();
  const gauge = (name: string, help: string, level: keyof InboxLevel): void => {
    new Gauge({
      ...{ name: `${prefix}${name}`, help, labelNames: ['account'], registers },
      async collect() {
        for (const [account, read] of inboxes) this.set({ account }, (await read())[level]);
      },
    });
  };
  gauge('inbox_waiting', 'Webhook events that wait to be worked on', 'waiting');
  gauge('inbox_quarantined', 'Webhook events that failed too often', 'quarantined');
  gauge('inbox_held', 'Webhook events that are too many in an hour and wait for a person', 'held');
  gauge('inbox_oldest_seconds', 'How long the oldest waiting event has been there', 'oldestSeconds');
  return inboxes;
}
