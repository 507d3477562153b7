import type { Webhook } from '../../mailchimp/webhooks.js';
import type { WantedWebhook } from './wanted-webhook.js';

/** What is registered for an audience, beside what is wanted. */
export interface Judgement {
  /** The one at the right address, else the one at the former. */
  own: Webhook | null;
  /** A second one of this bridge: events would come twice. */
  doubled: Webhook[];
  /** This bridge's address with a token it doesn't know. */
  unknownToken: Webhook[];
  /** Of other programs. */
  foreign: Webhook[];
  /** What is wrong with `own`, in words; empty: nothing. */
  differences: string[];
}

export function judgeWebhooks(registered: readonly Webhook[], wanted: WantedWebhook): Judgement {
  const at = (url: string | null): Webhook[] => registered.filter((webhook) => webhook.url === url);
  const [own = null, ...doubled] = [...at(wanted.url), ...at(wanted.formerUrl)];
  const others = registered.filter((webhook) => webhook !== own && !doubled.includes(webhook));
  return {
    own,
    doubled,
    unknownToken: others.filter(({ url }) => url.startsWith(wanted.base)),
    foreign: others.filter(({ url }) => !url.startsWith(wanted.base)),
    differences: own === null ? [] : differencesOf(own, wanted),
  };
}

function differencesOf(own: Webhook, wanted: WantedWebhook): string[] {
  return [
    ...(own.url === wanted.url ? [] : ['it has the previous token']),
    ...flagDifferences('event', own.events, wanted.events),
    ...flagDifferences('source', own.sources, wanted.sources),
  ];
}

function flagDifferences(
  what: string,
  own: Readonly<Record<string, boolean>>,
  wanted: Readonly<Record<string, boolean>>,
): string[] {
  return Object.entries(wanted).flatMap(([name, isOn]) => {
    if ((own[name] ?? false) === isOn) return [];
    return [`the ${what} ${name} is ${isOn ? 'off' : 'on'}`];
  });
}
